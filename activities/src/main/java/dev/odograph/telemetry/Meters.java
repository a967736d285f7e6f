package dev.odograph.telemetry;

import dev.odograph.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What stages, batches and reuse count. Names and tags are a contract with dashboards: docs/reference/monitoring.md. Tags
 * have few values, those of graphs, stages and error codes; runs and segments are in logs and in the ledger. Thread-safe.
 */
public final class Meters {
    private static final String STAGE = "odograph.stage";
    private static final String GRAPH_TAG = "graph";
    private static final String STAGE_TAG = "stage";
    private static final Duration[] STAGE_BUCKETS = seconds(0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800);
    private static final Duration[] BATCH_BUCKETS = seconds(0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 30);

    private Meters() {}

    /** A stage was committed for a partition; {@code computed} is false where its artifact was there already. */
    public static void stageCommitted(
            String graph, String stage, boolean computed, Duration took, long rows, long bytes) {
        Tags tags = Tags.of(GRAPH_TAG, graph, STAGE_TAG, stage);
        Timer.builder(STAGE)
                .description("Executions of stages for a partition, from their beginning to their commit")
                .serviceLevelObjectives(STAGE_BUCKETS)
                .tags(tags.and("outcome", computed ? "computed" : "stored"))
                .register(Metrics.globalRegistry)
                .record(took);
        count(STAGE + ".rows", "Rows that stages put out", tags, rows);
        Counter.builder(STAGE + ".size")
                .description("Bytes of the artifacts that stages put out")
                .baseUnit("bytes")
                .tags(tags)
                .register(Metrics.globalRegistry)
                .increment(bytes);
    }

    /** An attempt at a stage failed. */
    public static void stageFailed(String graph, String stage, ErrorCode code) {
        count(
                STAGE + ".failures",
                "Attempts at stages that failed",
                Tags.of(
                        GRAPH_TAG,
                        graph,
                        STAGE_TAG,
                        stage,
                        "code",
                        code.name(),
                        "category",
                        code.category().name().toLowerCase(Locale.ROOT)),
                1);
    }

    /** An attempt at a stage began that had been scheduled before. */
    public static void stageWaited(Duration waited) {
        Timer.builder(STAGE + ".wait")
                .description("Time from when a stage was scheduled until a worker took it")
                .serviceLevelObjectives(STAGE_BUCKETS)
                .register(Metrics.globalRegistry)
                .record(waited.isNegative() ? Duration.ZERO : waited);
    }

    /** Outputs of earlier runs were taken over. */
    public static void reused(String graph, int outputs) {
        count(
                "odograph.memo.hits",
                "Outputs that a run took over from earlier ones",
                Tags.of(GRAPH_TAG, graph),
                outputs);
    }

    /** The rows of a batch, or its summary states, or the proof of both. */
    public enum BatchStep {
        /** Rows into ClickHouse. */
        INSERT,
        /** Summary states of the rows. */
        SUMMARISE,
        /** Count and digest of what arrived. */
        VERIFY,
        /** The ledger's transaction that makes an output visible. */
        COMMIT
    }

    /** A step of the commit protocol was done, whatever came of it. */
    public static void batch(BatchStep step, Instant since) {
        Timer.builder("odograph.batch")
                .description("Steps of the commit protocol")
                .serviceLevelObjectives(BATCH_BUCKETS)
                .tags("step", step.name().toLowerCase(Locale.ROOT))
                .register(Metrics.globalRegistry)
                .record(Duration.between(since, Instant.now()));
    }

    private static void count(String name, String description, Tags tags, long by) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(Metrics.globalRegistry)
                .increment(by);
    }

    private static Duration[] seconds(double... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofNanos((long) (values[i] * 1e9));
        }
        return durations;
    }
}
