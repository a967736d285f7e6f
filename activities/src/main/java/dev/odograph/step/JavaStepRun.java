package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.StepContext;
import dev.odograph.spec.StepSpec;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Runs a Java step over each segment of a partition. Its rows go to a file as they are emitted. */
final class JavaStepRun {
    private final StageScope scope;
    private final StepSpec.Java step;
    private final RowSet input;

    JavaStepRun(StageScope scope, StepSpec.Java step, RowSet input) {
        this.scope = scope;
        this.step = step;
        this.input = input;
    }

    /** Runs the step and writes its rows, sorted by key, to {@code path}. */
    StageOutput writeTo(Path path) {
        Path first = scope.scratch(".emitted");
        try (TableWriter writer = new TableWriter(scope.allocator(), step.output(), path)) {
            if (process(writer)) {
                return writer.finish();
            }
            writer.finish();
        }
        Scratch.move(path, first);
        TableFile unsorted = new TableFile(TableFile.Format.ARROW_STREAM, first.toString(), null);
        try (ArrowReader sorted = new CheckedReader(scope, step, FileScan.sorting(scope, step.output(), unsorted));
                TableWriter writer = new TableWriter(scope.allocator(), step.output(), path)) {
            writer.writeAll(sorted);
            return writer.finish();
        } catch (IOException e) {
            throw Failures.unreadable("step \"" + step.name() + "\"", e);
        } finally {
            Scratch.delete(first);
        }
    }

    private boolean process(TableWriter writer) {
        return processAs(load(step.inputRecord(), Record.class), load(step.outputRecord(), Record.class), writer);
    }

    private <I extends Record, O extends Record> boolean processAs(Class<I> in, Class<O> out, TableWriter writer) {
        try (ArrowReader reader = input.read(scope);
                RowEmitter<O> emitter = new RowEmitter<>(scope, step, out, writer)) {
            SegmentRows<I> rows = new SegmentRows<>(reader, in);
            for (String segmentId :
                    scope.segmentIds().stream().sorted(SegmentOrder::compare).toList()) {
                scope.cancellation().check();
                rows.enter(segmentId);
                emitter.enter(segmentId);
                JavaStep<I, O> instance = instance();
                call(instance, segmentId, rows, emitter);
                scope.progress().at(step.name(), segmentId, emitter.rows());
            }
            rows.enter("");
            Optional<String> stray = rows.upcoming();
            if (stray.isPresent()) {
                throw new OdographException(
                        ErrorCode.INTERNAL_ERROR,
                        "Step \"" + step.name() + "\" (java): segment \"" + stray.get()
                                + "\" is in its input, but not in the partition");
            }
            return emitter.finish();
        } catch (IOException e) {
            throw Failures.unreadable("the input of step \"" + step.name() + "\"", e);
        }
    }

    private <I extends Record, O extends Record> void call(
            JavaStep<I, O> instance, String segmentId, SegmentRows<I> rows, RowEmitter<O> emitter) {
        try {
            instance.process(
                    new Context(segmentId, step, step.readable(scope.work().parameters())), rows, emitter);
        } catch (OdographException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw new OdographException(
                    ErrorCode.STEP_FAILED,
                    "Step \"" + step.name() + "\" (java), segment \"" + segmentId + "\": "
                            + e.getClass().getName() + ": " + Failures.text(e) + frame(e)
                            + ": correct the step, or what it assumes of its input",
                    e);
        }
    }

    private String frame(Throwable e) {
        String outer = step.className().split("\\$", 2)[0];
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().equals(outer)
                        || frame.getClassName().startsWith(outer + "$"))
                .findFirst()
                .map(frame -> " (at " + frame + ")")
                .orElse("");
    }

    @SuppressWarnings("unchecked")
    private <I extends Record, O extends Record> JavaStep<I, O> instance() {
        try {
            return (JavaStep<I, O>)
                    load(step.className(), JavaStep.class).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw unloadable(step.className(), "its constructor threw " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw unloadable(step.className(), "it has no public constructor without arguments", e);
        }
    }

    private <T> Class<? extends T> load(String name, Class<T> type) {
        try {
            return Class.forName(name, true, scope.bundle().classes()).asSubclass(type);
        } catch (ClassNotFoundException e) {
            throw unloadable(name, "it is not in the bundle", e);
        } catch (ClassCastException | LinkageError e) {
            throw unloadable(name, e.toString(), e);
        }
    }

    private OdographException unloadable(String name, String why, Throwable cause) {
        return new OdographException(
                ErrorCode.STEP_FAILED,
                "Step \"" + step.name() + "\" (java): class " + name + " cannot be used, " + why
                        + ": correct the class and build the bundle again",
                cause);
    }

    private record Context(String segmentId, StepSpec.Java step, Map<String, Object> parameters)
            implements StepContext {
        @Override
        public Object parameter(String name) {
            Object value = parameters.get(name);
            if (value == null) {
                List<String> known = parameters.keySet().stream().sorted().toList();
                throw new IllegalArgumentException(
                        step.parameters() == null
                                ? "the graph declares no parameter \"" + name + "\": it declares " + known
                                : "the step declares to read " + known + " and not parameter \"" + name
                                        + "\": add it to @ReadsParameters");
            }
            return value;
        }
    }
}
