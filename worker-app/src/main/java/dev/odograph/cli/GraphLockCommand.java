package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.lock.GraphLock;
import dev.odograph.spec.lock.LockCheck;
import dev.odograph.spec.lock.LockProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lock",
        description = {
            "Write what readers of a graph's metrics count on into a small file to commit.",
            "Schemas, units, versions, fingerprints, and what it gives on a sample. What graph check would fail is"
                    + " refused with exit code 1. Needs no server."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph graph lock car_following",
            "          odograph graph lock top_speed.sql --sample drives/short.parquet"
        })
final class GraphLockCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "GRAPH", description = "Name of the graph, or a metric's FILE.sql.")
    private String graph = "";

    @Option(
            names = "--lock",
            paramLabel = "FILE",
            description = "The lock file (default: GRAPH.lock.json here, or beside FILE.sql).")
    private @Nullable Path lock;

    @Option(
            names = "--sample",
            arity = "1..*",
            paramLabel = "FILES",
            description = "Recordings to measure on (default: those of the lock, else two simulated ones).")
    private List<String> sample = List.of();

    @Option(
            names = "--drop",
            paramLabel = "METRIC",
            description = "Give up a published metric that nobody reads; may be repeated.")
    private List<String> drop = List.of();

    private final Console console;

    GraphLockCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path file = LockFile.of(lock, graph);
        if (!Files.exists(file)) {
            GraphLock first = LockMeasure.measure(common, graph, new LockSample(sample, LockFile.directory(file)));
            return written(file, first);
        }
        GraphLock before = LockFile.read(file, graph);
        for (String metric : drop) {
            if (!before.metrics().containsKey(metric)) {
                throw new OdographException(
                        ErrorCode.METRIC_NOT_FOUND,
                        "--drop " + metric + ": the lock has no such metric, it has "
                                + before.metrics().keySet());
            }
        }
        // Whatever the new sample is, the change is judged on the one that was locked.
        GraphLock now = LockMeasure.measure(common, graph, LockSample.of(List.of(), before, LockFile.directory(file)));
        List<LockProblem> problems = LockCheck.problems(before, now).stream()
                .filter(problem -> !problem.rule().equals("metric_gone") || !drop.contains(problem.metric()))
                .toList();
        if (!problems.isEmpty()) {
            return LockFile.report(console, common.json(), now, file, problems, "");
        }
        return written(
                file,
                sample.isEmpty()
                        ? now
                        : LockMeasure.measure(common, graph, new LockSample(sample, LockFile.directory(file))));
    }

    private int written(Path file, GraphLock now) {
        LockFile.write(file, now);
        return LockFile.report(
                console,
                common.json(),
                now,
                file,
                List.of(),
                "Wrote " + file + ": " + now.metrics().size() + " metrics, "
                        + now.steps().size() + " steps. Commit it; ./odograph graph check " + graph
                        + " compares with it.");
    }
}
