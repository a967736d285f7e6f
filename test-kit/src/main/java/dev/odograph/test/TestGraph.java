package dev.odograph.test;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.Bundle;
import dev.odograph.step.InputTable;
import dev.odograph.step.LocalRunner;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageRunner;
import dev.odograph.step.StageWork;
import dev.odograph.step.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * A graph under test. Steps run in this process by the code that runs in production; a mistake of a step is thrown as the
 * {@link dev.odograph.error.OdographException} that a run would report. Immutable.
 *
 * <pre>{@code
 * TestGraph.of(new TopSpeed())
 *         .given("speeds", TestTable.of(Speed.class, "t_ms", "speed_mps").row(0, 20.0).row(100, 30.0))
 *         .run()
 *         .table("top_speed")
 *         .hasColumn("top_mps", 30.0);
 * }</pre>
 */
public final class TestGraph {
    private static final int BATCH_ROWS = 65_536;
    private static final long MEMORY_BYTES = 512L << 20;

    private final GraphSpec spec;
    private final Bundle bundle;
    private final Map<String, TestTable> given;
    private final Map<String, Path> files;
    private final Map<String, Object> parameters;
    private final boolean apart;

    private TestGraph(
            GraphSpec spec,
            Bundle bundle,
            Map<String, TestTable> given,
            Map<String, Path> files,
            Map<String, Object> parameters,
            boolean apart) {
        this.spec = spec;
        this.bundle = bundle;
        this.given = Map.copyOf(given);
        this.files = Map.copyOf(files);
        this.parameters = Map.copyOf(parameters);
        this.apart = apart;
    }

    /**
     * The graph of a definition.
     *
     * @throws dev.odograph.error.OdographException GRAPH_INVALID with all problems
     */
    public static TestGraph of(GraphDefinition definition) {
        Bundle own = new AuthorBundle(definition.getClass().getClassLoader(), Path.of(""));
        return new TestGraph(GraphSpecs.of(definition), own, Map.of(), Map.of(), Map.of(), false);
    }

    /** A graph that is there as a spec, such as a metric's {@code .sql} file, of code on the class path. */
    public static TestGraph of(GraphSpec spec) {
        return new TestGraph(spec, Bundle.ON_CLASS_PATH, Map.of(), Map.of(), Map.of(), false);
    }

    /**
     * A graph of the class path by its name: of a definition that {@code META-INF/services} lists, or of a metric's
     * {@code .sql} file.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public static TestGraph load(String graph) {
        return NamedGraphs.find(graph);
    }

    /** The same with the author's own kernel libraries in that directory. */
    public TestGraph libraries(Path directory) {
        return new TestGraph(spec, new AuthorBundle(bundle.classes(), directory), given, files, parameters, apart);
    }

    /** The same with the rows of a step: of a source for {@link #run}, of a step's input for {@link #runStep}. */
    public TestGraph given(String step, TestTable rows) {
        Map<String, TestTable> all = new HashMap<>(given);
        all.put(named(step).name(), rows);
        if (named(step) instanceof StepSpec.Check check
                && check.inputs().getFirst().equals(step + "_unchecked")) {
            // A record with rules of its own: the step of that name checks what the source reads.
            all.put(check.inputs().getFirst(), rows);
        }
        return new TestGraph(spec, bundle, all, files, parameters, apart);
    }

    /**
     * The same with recordings as they are, or rows of a step as a run has them: a directory of Parquet files, one for each
     * segment and named after it.
     */
    public TestGraph given(String step, Path directory) {
        Map<String, Path> all = new HashMap<>(files);
        all.put(named(spec, step).name(), directory.toAbsolutePath());
        return new TestGraph(spec, bundle, given, all, parameters, apart);
    }

    /**
     * The same with {@link #runStage} in a process of its own, which may crash or hang without harm: then STEP_HOST_CRASHED
     * names the signal.
     */
    public TestGraph apart() {
        return new TestGraph(spec, bundle, given, files, parameters, true);
    }

    /** The same with a parameter's value: Boolean, Long, Double or String as declared. */
    public TestGraph parameter(String name, Object value) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(name, value instanceof Integer number ? Long.valueOf(number) : value);
        return new TestGraph(spec, bundle, given, files, all, apart);
    }

    /** The validated graph. */
    public GraphSpec spec() {
        return spec;
    }

    /** Runs all steps over all segments in one partition. */
    public TestRun run() {
        try (Scratch scratch = new Scratch();
                LocalRunner runner = LocalRunner.run(spec, segments(scratch), parameters, bundle)) {
            Map<String, TestTable> tables = new HashMap<>();
            for (Stage stage : Stages.of(spec)) {
                TableSchema schema = stage.last().output();
                try (RootAllocator allocator = new RootAllocator();
                        ArrowReader rows = runner.read(stage.name(), allocator)) {
                    tables.put(stage.name(), TableFiles.read(schema, rows));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException("rows of " + stage.name() + " cannot be read", e);
                }
            }
            Map<String, StageOutput> stages = runner.stages();
            Map<String, dev.odograph.artifact.RowDigest> digests = new TreeMap<>();
            stages.forEach((name, output) -> digests.put(name, output.digest()));
            return new TestRun(tables, digests, new BrokenRules(runner.violations()));
        }
    }

    /** Runs one step over the rows given for its inputs (or, for a source, for itself). */
    public TestTable runStep(String name) {
        return runStep(named(name), BATCH_ROWS).table(name);
    }

    /**
     * Runs one check over the rows given for its input: what breaks its rules, also where the check fails by it. Freshness
     * is not judged here: it is about when recordings were made.
     */
    public BrokenRules check(String name) {
        List<Violation> found = new ArrayList<>();
        Progress collecting = new Progress() {
            @Override
            public void at(String step, String segmentId, long rows) {}

            @Override
            public void violated(List<Violation> violations) {
                found.addAll(violations);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        try {
            runStep(named(name), BATCH_ROWS, collecting);
        } catch (OdographException e) {
            if (e.code() != ErrorCode.CHECK_FAILED) {
                throw e;
            }
        }
        return new BrokenRules(found);
    }

    TestRun runStep(StepSpec step, int batchRows) {
        return runStep(step, batchRows, Progress.NONE);
    }

    private TestRun runStep(StepSpec step, int batchRows, Progress progress) {
        return run(List.of(step), batchRows, progress);
    }

    /**
     * Runs the stage of a step, all its chain of steps at once as a run does, over the rows given for what the stage reads.
     *
     * @param name a step of the stage
     * @return the rows of the stage's last step
     * @throws OdographException as a run would fail
     */
    public TestTable runStage(String name) {
        named(name);
        Stage stage = Stages.of(spec).stream()
                .filter(one -> one.steps().stream().anyMatch(step -> step.name().equals(name)))
                .findFirst()
                .orElseThrow();
        if (apart) {
            return Apart.run(this, bundle, stage.last(), files, parameters);
        }
        return runStage(stage, BATCH_ROWS).table(stage.name());
    }

    TestRun runStage(Stage stage, int batchRows) {
        return run(stage.steps(), batchRows, Progress.NONE);
    }

    private TestRun run(List<StepSpec> steps, int batchRows, Progress progress) {
        StepSpec first = steps.getFirst();
        StepSpec last = steps.getLast();
        try (Scratch scratch = new Scratch()) {
            Map<String, InputTable> inputs = new HashMap<>();
            for (String input : steps.stream()
                    .flatMap(step -> step.inputs().stream())
                    .distinct()
                    .toList()) {
                if (steps.stream().noneMatch(step -> step.name().equals(input))) {
                    inputs.put(input, input(input, scratch, batchRows));
                }
            }
            Path output = scratch.file("output.arrow");
            StageWork work = new StageWork(
                    last.name(),
                    steps,
                    inputs,
                    first instanceof StepSpec.Source ? segments(scratch) : spec.reduces(first) ? List.of() : ids(first),
                    values(),
                    "",
                    output.toString(),
                    true,
                    scratch.directory("engine").toString(),
                    MEMORY_BYTES);
            StageOutput done;
            try (StageRunner runner = new StageRunner(bundle, Path.of(work.scratch()))) {
                done = runner.run(work, progress);
            }
            TestTable table = TableFiles.read(last.output(), output);
            return new TestRun(
                    Map.of(last.name(), table), Map.of(last.name(), done.digest()), new BrokenRules(done.violations()));
        }
    }

    private InputTable input(String step, Scratch scratch, int batchRows) {
        Path directory = files.get(step);
        if (directory != null) {
            List<TableFile> parquet = new ArrayList<>();
            SegmentDirectory.files(directory)
                    .forEach((id, file) -> parquet.add(
                            new TableFile(TableFile.Format.PARQUET, file.toString(), id.isEmpty() ? null : id)));
            return new InputTable(named(step).output(), parquet);
        }
        TestTable rows = rows(step).sorted();
        return new InputTable(rows.schema(), List.of(TableFiles.arrow(rows, scratch.file(step + ".arrow"), batchRows)));
    }

    StepSpec named(String step) {
        return named(spec, step);
    }

    private static StepSpec named(GraphSpec spec, String step) {
        return spec.step(step)
                .orElseThrow(() -> new IllegalArgumentException("graph " + spec.name() + " has no step \"" + step
                        + "\": it has "
                        + spec.steps().stream().map(StepSpec::name).toList()));
    }

    Map<String, TestTable> tables() {
        return given;
    }

    boolean readsFiles() {
        return !files.isEmpty();
    }

    private TestTable rows(String step) {
        TestTable rows = given.get(step);
        if (rows == null) {
            throw new IllegalArgumentException(
                    "no rows are given for \"" + step + "\": add .given(\"" + step + "\", …)");
        }
        return rows;
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        for (ParameterSpec parameter : spec.parameters()) {
            values.put(parameter.name(), parameters.getOrDefault(parameter.name(), parameter.defaultValue()));
        }
        return values;
    }

    private List<SegmentInput> ids(StepSpec step) {
        TreeSet<String> ids = new TreeSet<>();
        for (String input : step.inputs()) {
            Path directory = files.get(input);
            ids.addAll(
                    directory == null
                            ? Segments.of(rows(input)).keySet()
                            : SegmentDirectory.files(directory).keySet());
        }
        return ids.stream().map(id -> new SegmentInput(id, Map.of())).toList();
    }

    /** A Parquet file for each source and segment. */
    private List<SegmentInput> segments(Scratch scratch) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        AtomicInteger number = new AtomicInteger();
        for (StepSpec step : spec.steps()) {
            Path directory = files.get(step.name());
            if (step instanceof StepSpec.Source source && directory != null) {
                SegmentDirectory.files(directory)
                        .forEach((id, file) -> files(all, id).put(source.table(), file.toString()));
            } else if (step instanceof StepSpec.Source source && given.containsKey(source.name())) {
                Segments.of(rows(source.name())).forEach((id, rows) -> {
                    Path file = scratch.file(source.name() + "-" + number.incrementAndGet() + ".parquet");
                    TableFiles.parquet(rows, file);
                    files(all, id).put(source.table(), file.toString());
                });
            }
        }
        List<SegmentInput> segments = new ArrayList<>();
        all.forEach((id, tables) -> segments.add(new SegmentInput(id, tables)));
        return segments;
    }

    private static Map<String, String> files(Map<String, Map<String, String>> all, String segmentId) {
        return all.computeIfAbsent(segmentId, segment -> new HashMap<>());
    }

    private record AuthorBundle(ClassLoader classes, Path directory) implements Bundle {
        @Override
        public Path library(String fileName) {
            return directory.resolve(fileName).toAbsolutePath();
        }
    }

    @Override
    public String toString() {
        @Nullable String owner = spec.owner();
        return spec.name() + " " + spec.version() + (owner == null ? "" : " of " + owner);
    }
}
