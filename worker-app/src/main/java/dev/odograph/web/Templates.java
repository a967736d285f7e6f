package dev.odograph.web;

import dev.odograph.query.Overview;
import dev.odograph.query.RunDetail;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages; each template is checked against its read model when it is built. */
@CheckedTemplate(basePath = "")
final class Templates {
    private Templates() {}

    static native TemplateInstance problem(Problem problem);

    static native TemplateInstance signin(SignIn page);

    static native TemplateInstance run(RunDetail detail, RunAddresses to, Here here);

    static native TemplateInstance planning(Planning planning);

    static native TemplateInstance overview(Overview overview, Here here);

    static native TemplateInstance metric(MetricView view);

    static native TemplateInstance segment(SegmentView view);

    static native TemplateInstance compare(CompareView view);

    static native TemplateInstance dataset(DatasetView view);
}
