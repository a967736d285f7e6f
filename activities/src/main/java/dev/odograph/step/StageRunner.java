package dev.odograph.step;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.kernel.KernelLibraries;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Runs one stage for one partition in this process. Rows flow from step to step in batches that are not copied, so memory
 * stays bounded whatever the partition's size. Thread-safe: each run has engines of its own.
 */
public final class StageRunner implements AutoCloseable {
    private final Bundle bundle;
    private final KernelLibraries kernels;
    private final Engines engines;

    /**
     * A runner of the steps of one bundle, whose engines serve run after run until it is closed.
     *
     * @param temporary directory for rows beyond the engines' memory; it exists as long as this is in use
     */
    public StageRunner(Bundle bundle, Path temporary) {
        this.bundle = requireNonNull(bundle, "bundle is null");
        this.kernels = new KernelLibraries(bundle.libraries());
        this.engines = new Engines(temporary);
    }

    /** Ends the engines; a run that is under way keeps its own to its end. */
    @Override
    public void close() {
        engines.close();
    }

    /**
     * Runs the stage. On an error the output file may be there half-written and must not be used.
     *
     * @throws OdographException of the code that says what is wrong with graph, data or machine
     */
    public StageOutput run(StageWork work, Progress progress) {
        try (RootAllocator allocator = new RootAllocator();
                Cancellation cancellation = Cancellation.watch(progress, work.stage())) {
            StageScope scope = StageScope.of(work, bundle, kernels, allocator, cancellation, progress, engines);
            cancellation.check();
            StageOutput output = run(scope);
            return new StageOutput(output.files(), output.digest(), output.bytes(), scope.violations());
        } catch (RuntimeException | Error e) {
            engines.renew();
            throw e;
        }
    }

    private static StageOutput run(StageScope scope) {
        Deque<RowSet> opened = new ArrayDeque<>();
        try {
            StageWork work = scope.work();
            Map<String, RowSet> tables = new HashMap<>();
            work.inputs().forEach((name, table) -> tables.put(name, new RowSet.Files(table.schema(), table.files())));
            for (StepSpec step : work.steps().subList(0, work.steps().size() - 1)) {
                RowSet rows = rows(scope, step, tables);
                opened.push(rows);
                tables.put(step.name(), rows);
            }
            return last(scope, work.steps().getLast(), tables, opened);
        } finally {
            opened.forEach(RowSet::close);
        }
    }

    private static StageOutput last(StageScope scope, StepSpec step, Map<String, RowSet> tables, Deque<RowSet> opened) {
        Path output = Path.of(scope.work().output());
        if (step instanceof StepSpec.Java java) {
            return new JavaStepRun(scope, java, input(java, tables)).writeTo(output);
        }
        RowSet rows = rows(scope, step, tables);
        opened.push(rows);
        if (rows instanceof RowSet.Files files
                && !scope.work().materialise()
                && files.of(TableFile.Format.ARROW_STREAM).isEmpty()) {
            return new StageOutput(files.files(), new RowDigest(FileScan.count(scope, files), 0), 0);
        }
        try (TableWriter writer = new TableWriter(scope.allocator(), step.output(), output)) {
            ArrowReader reader = rows.read(scope);
            opened.push(new RowSet.Stream(step.output(), reader));
            writer.writeAll(reader);
            return writer.finish();
        }
    }

    private static RowSet rows(StageScope scope, StepSpec step, Map<String, RowSet> tables) {
        return switch (step) {
            case StepSpec.Source source -> new SourceStep(scope, source).run();
            case StepSpec.Sql sql -> sql(scope, sql, sql.sql(), tables);
            case StepSpec.Reduce reduce -> sql(scope, reduce, reduce.sql(), tables);
            case StepSpec.Java java -> {
                Path file = scope.scratch(".arrow");
                StageOutput output = new JavaStepRun(scope, java, input(java, tables)).writeTo(file);
                yield new RowSet.Files(java.output(), output.files());
            }
            case StepSpec.Python python -> {
                List<RowSet> inputs = python.inputs().stream()
                        .map(name -> table(python, name, tables))
                        .toList();
                yield new RowSet.Stream(
                        python.output(), new CheckedReader(scope, python, PythonReader.open(scope, python, inputs)));
            }
            case StepSpec.Check check -> {
                Map<String, RowSet> others = new HashMap<>();
                check.inputs().stream().skip(1).forEach(name -> others.put(name, table(check, name, tables)));
                yield new CheckStep(scope, check, input(check, tables), others).run();
            }
            case StepSpec.Kernel kernel ->
                new RowSet.Stream(
                        kernel.output(),
                        new CheckedReader(scope, kernel, KernelReader.open(scope, kernel, input(kernel, tables))));
        };
    }

    private static RowSet sql(StageScope scope, StepSpec step, String text, Map<String, RowSet> tables) {
        Map<String, RowSet> inputs = new HashMap<>();
        step.inputs().forEach(name -> inputs.put(name, table(step, name, tables)));
        ArrowReader rows = new SqlStep(scope, step, text, inputs).run();
        return new RowSet.Stream(step.output(), new CheckedReader(scope, step, rows));
    }

    private static RowSet input(StepSpec step, Map<String, RowSet> tables) {
        return table(step, List.copyOf(step.inputs()).getFirst(), tables);
    }

    private static RowSet table(StepSpec step, String name, Map<String, RowSet> tables) {
        RowSet table = tables.get(name);
        if (table == null) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR,
                    "Step \"" + step.name() + "\" (" + step.kind() + ") reads \"" + name
                            + "\", which its stage was not given");
        }
        return table;
    }
}
