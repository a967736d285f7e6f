package dev.odograph.web;

import dev.odograph.query.segment.SegmentAnswer;
import dev.odograph.query.segment.SegmentAnswers;
import dev.odograph.query.segment.SegmentQuestion;
import dev.odograph.query.segment.SegmentSeries;
import dev.odograph.query.segment.SegmentWindows;
import dev.odograph.query.segment.SegmentWindows.WindowFile;
import dev.odograph.query.segment.WindowFormat;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import dev.odograph.worker.WorkerLifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Answers for a segment: its page, the rows of its charts, and windows of it as files. */
@ApplicationScoped
class SegmentSite {
    private final PageStores stores;

    SegmentSite(PageStores stores) {
        this.stores = stores;
    }

    Response page(SegmentQuestion question, UriInfo uri, HttpHeaders headers) {
        SegmentAnswer answer = answers().load(question);
        String origin = uri.getBaseUri().getScheme() + "://" + uri.getBaseUri().getAuthority();
        return Answers.of(
                uri, headers, answer, () -> Templates.segment(new SegmentView(question, answer, Here.of(uri), origin)));
    }

    Response series(SegmentQuestion question, int pixels) {
        SegmentSeries series = answers().series(question, pixels);
        return Response.ok(SpecJson.write(series), "application/json")
                .header("Cache-Control", "no-store")
                .build();
    }

    Response window(
            SegmentQuestion question,
            String ending,
            @Nullable String table,
            @Nullable String range,
            @Nullable String origin) {
        Stores open = stores.stores();
        Path directory =
                new DataDirectory(WorkerLifecycle.home().directory()).scratch().resolve("windows");
        WindowFile file = new SegmentWindows(
                        open.postgres(), open.datasets(), open.clickhouse(), directory, PythonEnvironments.standard())
                .write(question, WindowFormat.parse(ending), table);
        return WindowAnswers.of(file, range, origin);
    }

    private SegmentAnswers answers() {
        Stores open = stores.stores();
        return new SegmentAnswers(open.postgres(), open.datasets(), open.clickhouse());
    }
}
