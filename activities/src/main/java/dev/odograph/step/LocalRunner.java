package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Runs a whole graph over recordings in this process, without any server: for authors' tests and a first look at one
 * recording. Outputs live in a temporary directory until this is closed. Not thread-safe.
 *
 * <pre>{@code
 * try (LocalRunner runner = LocalRunner.run(spec, segments, Map.of(), Bundle.ON_CLASS_PATH);
 *         ArrowReader rows = runner.read("hard_brakes", allocator)) {
 *     while (rows.loadNextBatch()) { … }
 * }
 * }</pre>
 */
public final class LocalRunner implements AutoCloseable {
    private static final long MEMORY_BYTES = 1L << 30;

    private final GraphSpec graph;
    private final Path directory;
    private final Map<String, InputTable> outputs = new HashMap<>();
    private final Map<String, StageOutput> stages = new HashMap<>();

    private LocalRunner(GraphSpec graph, Path directory) {
        this.graph = graph;
        this.directory = directory;
    }

    /**
     * Runs every stage of a valid graph, all segments in one partition.
     *
     * @param segments the recordings
     * @param parameters values that differ from the defaults
     * @throws OdographException what a step or a recording is at fault for; nothing is left behind
     */
    public static LocalRunner run(
            GraphSpec graph, List<SegmentInput> segments, Map<String, Object> parameters, Bundle bundle) {
        LocalRunner runner = new LocalRunner(graph, temporary());
        try {
            Map<String, Object> values = values(graph, parameters);
            List<SegmentInput> ordered = segments.stream()
                    .sorted(Comparator.comparing(SegmentInput::segmentId, SegmentOrder::compare))
                    .toList();
            try (StageRunner stages = new StageRunner(bundle, runner.directory)) {
                for (Stage stage : Stages.of(graph)) {
                    runner.run(stage, ordered, values, stages);
                }
            }
            return runner;
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    /** The stages that ran, by name, with what they put out. */
    public Map<String, StageOutput> stages() {
        return Map.copyOf(stages);
    }

    /** What breaks rules of checks and passes all the same, in order of stages. */
    public List<Violation> violations() {
        return Stages.of(graph).stream()
                .flatMap(stage -> Optional.ofNullable(stages.get(stage.name())).stream())
                .flatMap(output -> output.violations().stream())
                .toList();
    }

    /**
     * The rows that a step put out, sorted by key; the caller closes the reader, before this.
     *
     * @param step the last step of a stage; every metric's step and every step that is read twice is one
     */
    public ArrowReader read(String step, BufferAllocator allocator) {
        InputTable table = outputs.get(step);
        if (table == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Step \"" + step + "\" of graph " + graph.name() + " has no rows of its own: read one of "
                            + outputs.keySet().stream().sorted().toList());
        }
        return FileScan.open(table, scratch(), MEMORY_BYTES, allocator);
    }

    private void run(Stage stage, List<SegmentInput> segments, Map<String, Object> parameters, StageRunner runner) {
        Map<String, InputTable> inputs = new HashMap<>();
        stage.steps()
                .forEach(step -> step.inputs().stream()
                        .filter(outputs::containsKey)
                        .forEach(name -> inputs.put(name, outputs.get(name))));
        StageWork work = new StageWork(
                stage.name(),
                stage.steps(),
                inputs,
                segments,
                parameters,
                "",
                directory.resolve(stage.index() + ".arrow").toString(),
                false,
                scratch(),
                MEMORY_BYTES);
        StageOutput output = runner.run(work, Progress.NONE);
        stages.put(stage.name(), output);
        outputs.put(stage.name(), new InputTable(stage.last().output(), output.files()));
    }

    private String scratch() {
        try {
            return Files.createTempDirectory(directory, "scratch").toString();
        } catch (IOException e) {
            throw Failures.unwritable(directory.toString(), e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("odograph-local-");
        } catch (IOException e) {
            throw Failures.unwritable(System.getProperty("java.io.tmpdir"), e);
        }
    }

    private static Map<String, Object> values(GraphSpec graph, Map<String, Object> given) {
        Map<String, Object> values = new HashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            values.put(parameter.name(), given.getOrDefault(parameter.name(), parameter.defaultValue()));
        }
        List<String> unknown = new ArrayList<>(given.keySet());
        unknown.removeAll(values.keySet());
        if (!unknown.isEmpty()) {
            throw new OdographException(
                    ErrorCode.PARAMETER_INVALID,
                    "Graph " + graph.name() + " has no parameter " + unknown + ": it has "
                            + values.keySet().stream().sorted().toList());
        }
        return values;
    }

    /** Deletes all outputs. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Scratch::delete);
        } catch (IOException e) {
            throw Failures.unwritable(directory.toString(), e);
        }
    }
}
