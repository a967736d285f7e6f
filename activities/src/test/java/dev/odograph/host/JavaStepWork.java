package dev.odograph.host;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.StepContext;
import dev.odograph.host.bundle.BundleClassLoader;
import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.validation.SqlCatalog;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageWork;
import java.nio.file.Path;
import java.util.List;

/** Calls Java steps without rows, so that the supervisor is tested apart from the engine. Its digest's sum is the pid. */
public final class JavaStepWork implements HostedWork {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"})
    public StageOutput run(StageWork work, Progress progress) {
        long[] rows = {0};
        try (BundleClassLoader loader = BundleClassLoader.open(Path.of(work.bundle()))) {
            for (StepSpec step : work.steps()) {
                for (SegmentInput segment : work.segments()) {
                    progress.at(step.name(), segment.segmentId(), rows[0]);
                    JavaStep java = (JavaStep) loader.loadClass(((StepSpec.Java) step).className())
                            .getDeclaredConstructor()
                            .newInstance();
                    java.process(new Context(segment.segmentId(), work), null, row -> rows[0]++);
                    if (progress.cancelled()) {
                        throw new OdographException(ErrorCode.RUN_CANCELLED, "cancelled by itself");
                    }
                }
            }
        } catch (OdographException e) {
            throw e;
        } catch (Exception e) {
            throw new OdographException(ErrorCode.STEP_FAILED, "Step failed: " + e, e);
        }
        return new StageOutput(
                List.of(), new RowDigest(rows[0], ProcessHandle.current().pid()), 0);
    }

    @Override
    public BundleDescription describe(Path bundle) {
        return new BundleInspector(parameters -> SqlCatalog.UNKNOWN, dev.odograph.spec.validation.PythonCatalog.UNKNOWN)
                .describe(bundle);
    }

    private record Context(String segmentId, StageWork work) implements StepContext {
        @Override
        public Object parameter(String name) {
            return work.parameters().get(name);
        }
    }
}
