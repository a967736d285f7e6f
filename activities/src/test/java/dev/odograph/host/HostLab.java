package dev.odograph.host;

import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleBuilder;
import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the step-host tests share: a pool over a temporary directory, bundles of Java steps, and work for them. */
final class HostLab {
    final Path directory;
    final HostSettings settings;

    HostLab(Path directory, int processes, HostLimits limits) {
        this.directory = directory;
        List<Path> classpath = new ArrayList<>(HostClasspath.find());
        classpath.add(HostClasspath.locationOf(JavaStepWork.class.getName()).orElseThrow());
        this.settings = new HostSettings(
                processes,
                directory.resolve("work"),
                directory.resolve("logs"),
                classpath,
                limits,
                JavaStepWork.class.getName());
    }

    StepHosts hosts() {
        return hosts(HostSandbox.probe());
    }

    StepHosts hosts(HostSandbox sandbox) {
        return new StepHosts(settings, sandbox);
    }

    Bundle bundle(Map<String, String> steps) {
        Path classes = AuthorCode.steps(directory.resolve("classes-" + steps.hashCode()), steps);
        return new BundleBuilder(directory, bundle -> new BundleDescription(List.of(), List.of(), List.of()))
                .build(List.of(classes), List.of());
    }

    StageWork work(Bundle bundle, String step, Map<String, Object> parameters, String... segments) {
        StepSpec spec = new StepSpec.Java(
                step, List.of(), new TableSchema(List.of()), "author." + step, "author." + step + "$Row", "");
        return new StageWork(
                step,
                List.of(spec),
                Map.of(),
                Stream.of(segments).map(id -> new SegmentInput(id, Map.of())).toList(),
                parameters,
                bundle.directory().toString(),
                directory.resolve("out").toString(),
                false,
                directory.toString(),
                1 << 20);
    }
}
