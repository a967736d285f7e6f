package dev.odograph.cli;

import dev.odograph.spec.lock.GraphLock;
import dev.odograph.spec.lock.LockCheck;
import dev.odograph.spec.lock.LockProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Compare a graph with its lock; exits with 1 where its readers would be surprised.",
            "All problems are listed: schemas, units, values, versions, metrics that are gone. Needs no server."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph graph check car_following",
            "          odograph graph check car_following --base main.lock.json"
        })
final class GraphCheckCommand implements Callable<Integer> {
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
            names = "--base",
            paramLabel = "FILE",
            description = "Also be compatible with this lock, such as the one on the main branch.")
    private @Nullable Path base;

    @Option(
            names = "--sample",
            arity = "1..*",
            paramLabel = "FILES",
            description = "Where the lock's recordings lie now (default: where it says).")
    private List<String> sample = List.of();

    private final Console console;

    GraphCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path file = LockFile.of(lock, graph);
        GraphLock locked = LockFile.read(file, graph);
        GraphLock now = LockMeasure.measure(common, graph, LockSample.of(sample, locked, LockFile.directory(file)));
        List<LockProblem> problems = new ArrayList<>(LockCheck.problems(locked, now));
        if (base != null) {
            GraphLock before = LockFile.read(base, graph);
            GraphLock then = before.sample().equals(now.sample())
                    ? now
                    : LockMeasure.measure(common, graph, LockSample.of(List.of(), before, LockFile.directory(file)));
            LockCheck.problems(before, then).stream()
                    .filter(problem -> !problems.contains(problem))
                    .toList()
                    .forEach(problems::add);
        }
        if (problems.isEmpty()) {
            problems.addAll(LockCheck.stale(locked, now));
        }
        List<String> steps = LockCheck.changedSteps(locked, now);
        String code = steps.isEmpty() ? "" : "; code changed with equal results: " + String.join(", ", steps);
        return LockFile.report(
                console,
                common.json(),
                now,
                file,
                problems,
                now.graph() + " is compatible with " + file.getFileName() + ": "
                        + now.metrics().size() + " metrics" + code);
    }
}
