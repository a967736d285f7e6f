package dev.odograph.cli;

import dev.odograph.activity.BundleFingerprints;
import dev.odograph.artifact.FileTrees;
import dev.odograph.cli.local.LocalResult;
import dev.odograph.dataset.LocalRecordings;
import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleClassLoader;
import dev.odograph.plan.CodeFingerprints;
import dev.odograph.plan.Keys;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.lock.Golden;
import dev.odograph.spec.lock.GoldenWriter;
import dev.odograph.spec.lock.GraphLock;
import dev.odograph.spec.lock.LockedMetric;
import dev.odograph.step.DuckDbSqlCatalog;
import dev.odograph.step.LocalRunner;
import dev.odograph.step.python.PythonSyntax;
import dev.odograph.worker.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Measures what a lock holds of a graph: runs it over the sample in this process, by the code of production. */
final class LockMeasure {
    private static final int FINGERPRINT_DIGITS = 16;

    private final GraphSpec graph;
    private final dev.odograph.step.Bundle bundle;
    private final CodeFingerprints code;

    private LockMeasure(GraphSpec graph, dev.odograph.step.Bundle bundle, CodeFingerprints code) {
        this.graph = graph;
        this.bundle = bundle;
        this.code = code;
    }

    /**
     * The lock of a graph as it is now.
     *
     * @param name its name, or a metric's file
     */
    static GraphLock measure(Common common, String name, LockSample sample) throws IOException {
        DataDirectory directory = new DataDirectory(common.home().directory());
        if (MetricFile.isFile(name)) {
            GraphSpec spec = MetricFile.read(Path.of(name)).graph(DuckDbSqlCatalog::new, new PythonSyntax());
            return new LockMeasure(spec, dev.odograph.step.Bundle.ON_CLASS_PATH, new MetricFileFingerprints())
                    .measure(sample);
        }
        Bundle bundle = AuthorCode.local(directory, name);
        GraphSpec spec = GraphCommand.graph(bundle, name);
        try (BundleClassLoader classes = BundleClassLoader.open(bundle.directory())) {
            return new LockMeasure(spec, new LocalOptions.Opened(bundle, classes), new BundleFingerprints(bundle))
                    .measure(sample);
        }
    }

    private GraphLock measure(LockSample sample) throws IOException {
        Path scratch = Files.createTempDirectory("odograph-lock-");
        try {
            List<String> files = sample.files();
            SimulatorOptions options = LockSample.simulated(graph);
            if (files.isEmpty()) {
                Path fleet = Files.createDirectory(scratch.resolve("fleet"));
                new FleetSimulator(1).simulate(options, fleet, (segments, rows) -> {});
                files = List.of(fleet.toString());
            }
            Path csv = Files.createDirectory(scratch.resolve("csv"));
            try (LocalRunner runner =
                    LocalRunner.run(graph, new LocalRecordings(graph, null, csv).find(files), Map.of(), bundle)) {
                return new GraphLock(
                        GraphLock.FORMAT,
                        graph.namespace(),
                        graph.name(),
                        graph.version(),
                        sample.described(options),
                        metrics(runner),
                        steps());
            }
        } catch (OdographException e) {
            String mend = sample.files().isEmpty()
                    ? ". The sample was simulated: name recordings that fit the graph by --sample FILES"
                    : "";
            throw new OdographException(e.code(), e.getMessage() + mend, e);
        } finally {
            FileTrees.delete(scratch);
        }
    }

    private Map<String, LockedMetric> metrics(LocalRunner runner) {
        Map<String, LockedMetric> metrics = new TreeMap<>();
        for (MetricSpec metric : graph.metrics()) {
            metrics.put(
                    metric.name(),
                    LockedMetric.of(
                            metric,
                            graph.step(metric.step()).orElseThrow().output(),
                            golden(LocalResult.of(runner, graph, metric))));
        }
        return metrics;
    }

    private static Golden golden(LocalResult result) {
        GoldenWriter writer = new GoldenWriter(result.columns(), result.rows());
        result.forEach(row -> {
            writer.add(row);
            return true;
        });
        return writer.golden();
    }

    private Map<String, String> steps() {
        Map<String, Object> defaults =
                graph.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::defaultValue));
        Map<String, String> steps = new TreeMap<>();
        for (StepSpec step : graph.steps()) {
            String fingerprint = Keys.stepFingerprint(step, defaults, code);
            steps.put(step.name(), step.kind() + " " + fingerprint.substring(0, FINGERPRINT_DIGITS));
        }
        return steps;
    }
}
