package dev.odograph.test;

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
    private final Map<String, Object> parameters;

    private TestGraph(GraphSpec spec, Bundle bundle, Map<String, TestTable> given, Map<String, Object> parameters) {
        this.spec = spec;
        this.bundle = bundle;
        this.given = Map.copyOf(given);
        this.parameters = Map.copyOf(parameters);
    }

    /**
     * The graph of a definition.
     *
     * @throws dev.odograph.error.OdographException GRAPH_INVALID with all problems
     */
    public static TestGraph of(GraphDefinition definition) {
        Bundle own = new AuthorBundle(definition.getClass().getClassLoader(), Path.of(""));
        return new TestGraph(GraphSpecs.of(definition), own, Map.of(), Map.of());
    }

    /** A graph that is there as a spec, such as a metric's {@code .sql} file, of code on the class path. */
    public static TestGraph of(GraphSpec spec) {
        return new TestGraph(spec, Bundle.ON_CLASS_PATH, Map.of(), Map.of());
    }

    /** The same with the author's own kernel libraries in that directory. */
    public TestGraph libraries(Path directory) {
        return new TestGraph(spec, new AuthorBundle(bundle.classes(), directory), given, parameters);
    }

    /** The same with the rows of a step: of a source for {@link #run}, of a step's input for {@link #runStep}. */
    public TestGraph given(String step, TestTable rows) {
        Map<String, TestTable> all = new HashMap<>(given);
        all.put(named(step).name(), rows);
        return new TestGraph(spec, bundle, all, parameters);
    }

    /** The same with a parameter's value: Boolean, Long, Double or String as declared. */
    public TestGraph parameter(String name, Object value) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(name, value instanceof Integer number ? Long.valueOf(number) : value);
        return new TestGraph(spec, bundle, given, all);
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
            return new TestRun(tables, digests);
        }
    }

    /** Runs one step over the rows given for its inputs (or, for a source, for itself). */
    public TestTable runStep(String name) {
        return runStep(named(name), BATCH_ROWS).table(name);
    }

    TestRun runStep(StepSpec step, int batchRows) {
        try (Scratch scratch = new Scratch()) {
            Map<String, InputTable> inputs = new HashMap<>();
            for (String input : step.inputs()) {
                TestTable rows = rows(input).sorted();
                inputs.put(
                        input,
                        new InputTable(
                                rows.schema(),
                                List.of(TableFiles.arrow(rows, scratch.file(input + ".arrow"), batchRows))));
            }
            Path output = scratch.file("output.arrow");
            StageWork work = new StageWork(
                    step.name(),
                    List.of(step),
                    inputs,
                    step instanceof StepSpec.Source ? segments(scratch) : ids(step),
                    values(),
                    "",
                    output.toString(),
                    true,
                    scratch.directory("engine").toString(),
                    MEMORY_BYTES);
            StageOutput done = new StageRunner(bundle).run(work, Progress.NONE);
            TestTable table = TableFiles.read(step.output(), output);
            return new TestRun(Map.of(step.name(), table), Map.of(step.name(), done.digest()));
        }
    }

    StepSpec named(String step) {
        return spec.step(step)
                .orElseThrow(() -> new IllegalArgumentException("graph " + spec.name() + " has no step \"" + step
                        + "\": it has "
                        + spec.steps().stream().map(StepSpec::name).toList()));
    }

    Map<String, TestTable> tables() {
        return given;
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
        step.inputs().forEach(input -> ids.addAll(Segments.of(rows(input)).keySet()));
        return ids.stream().map(id -> new SegmentInput(id, Map.of())).toList();
    }

    /** A Parquet file for each source and segment. */
    private List<SegmentInput> segments(Scratch scratch) {
        Map<String, Map<String, String>> files = new TreeMap<>();
        AtomicInteger number = new AtomicInteger();
        for (StepSpec step : spec.steps()) {
            if (step instanceof StepSpec.Source source && given.containsKey(source.name())) {
                Segments.of(rows(source.name())).forEach((id, rows) -> {
                    Path file = scratch.file(source.name() + "-" + number.incrementAndGet() + ".parquet");
                    TableFiles.parquet(rows, file);
                    files.computeIfAbsent(id, segment -> new HashMap<>()).put(source.table(), file.toString());
                });
            }
        }
        List<SegmentInput> segments = new ArrayList<>();
        files.forEach((id, tables) -> segments.add(new SegmentInput(id, tables)));
        return segments;
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
