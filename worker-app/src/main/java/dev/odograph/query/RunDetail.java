package dev.odograph.query;

import dev.odograph.store.lineage.RunViolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page of a run shows.
 *
 * @param at when the ledger was read for this
 * @param run the run, as the command line shows it
 * @param origin where it comes from
 * @param passes its passes, the first one first
 * @param graph its graph as it is drawn
 * @param stages its stages in order, with their code
 * @param heat its partitions, or a range of them
 * @param criticalPath what the end of a pass waited for; null where nothing was executed
 * @param atWork what is under way now
 * @param violations segments that break rules, with rows that do; at most {@value #VIOLATIONS}
 * @param leftS seconds that the rest will take at the speed of the last minute; null where that is not known
 * @param published channels that show the run now
 */
public record RunDetail(
        Instant at,
        RunView run,
        Origin origin,
        List<Pass> passes,
        GraphDrawing graph,
        List<Stage> stages,
        HeatMap heat,
        @Nullable CriticalPath criticalPath,
        AtWork atWork,
        List<RunViolation> violations,
        @Nullable Double leftS,
        List<Shown> published) {
    /** Most violations that are shown. */
    public static final int VIOLATIONS = 20;

    public RunDetail {
        passes = List.copyOf(passes);
        stages = List.copyOf(stages);
        violations = List.copyOf(violations);
        published = List.copyOf(published);
    }

    /** Milliseconds after which there may be something new to see. */
    public int every() {
        return run.status().settled() ? 10_000 : 1_000;
    }

    /** All stages together. */
    public Stage overall() {
        return new Stage(
                -1,
                "",
                List.of(),
                false,
                "",
                run.outputs(),
                run.executed(),
                run.reused(),
                run.failed(),
                stages.stream().mapToLong(Stage::waived).sum(),
                stages.stream().mapToLong(Stage::running).sum());
    }

    /** The stage of that index. */
    public Stage stage(int index) {
        return stages.get(index);
    }

    /** The coverage of the metric that stands on least; null where the graph stores none. */
    public RunView.@Nullable Coverage leastCovered() {
        return run.coverage().stream()
                .min(Comparator.comparingLong(RunView.Coverage::segments))
                .orElse(null);
    }

    /** Channels that show it, each once. */
    public List<String> channels() {
        return published.stream().map(Shown::channel).distinct().toList();
    }

    /**
     * Where a run comes from.
     *
     * @param namespace prefix of its metrics' identity
     * @param owner team that answers for the graph; null where none is named
     * @param description of the graph, in its author's words
     * @param branch the branch whose code it is; null for merged code
     * @param bundleDigest digest of the code
     * @param datasetId stable id of the dataset
     * @param failurePolicy what becomes of it when something fails
     * @param createdAt when it was registered
     * @param inputDigest digest of everything that was pinned
     * @param parameters its parameters
     */
    public record Origin(
            String namespace,
            @Nullable String owner,
            String description,
            @Nullable String branch,
            String bundleDigest,
            String datasetId,
            String failurePolicy,
            Instant createdAt,
            String inputDigest,
            List<Parameter> parameters) {
        public Origin {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A parameter with its value in the run.
     *
     * @param changed whether the value is not the graph's default
     */
    public record Parameter(
            String name, String value, @Nullable String unit, boolean changed) {}

    /** A pass, and the Temporal execution that made it. */
    public record Pass(int pass, String temporalRunId, Instant startedAt) {}

    /**
     * A stage with its code and its state.
     *
     * @param index its index
     * @param name its name
     * @param steps its steps, with their kinds
     * @param reduce whether it works on all partitions at once
     * @param fingerprint fingerprint of its code, schema and used parameters
     * @param running outputs that are being computed, as far as it is known
     */
    public record Stage(
            int index,
            String name,
            List<String> steps,
            boolean reduce,
            String fingerprint,
            long planned,
            long computed,
            long reused,
            long failed,
            long waived,
            long running) {
        public Stage {
            steps = List.copyOf(steps);
        }

        /** Outputs that are committed. */
        public long done() {
            return computed + reused;
        }

        /** Outputs that need nothing more. */
        public long settled() {
            return done() + waived;
        }

        /** A sign for its state, so that none is told by its colour alone. */
        public String sign() {
            return switch (state()) {
                case "failed" -> "✕";
                case "running" -> "▶";
                case "done" -> "✓";
                case "partly" -> "◐";
                default -> "○";
            };
        }

        /** How much of it is there. */
        public String words() {
            return Figures.number(done()) + " of " + Figures.number(planned);
        }

        /** What else there is to say, the most pressing thing first. */
        public List<String> also() {
            List<String> also = new ArrayList<>();
            add(also, failed, "failed");
            add(also, running, "running");
            add(also, waived, "waived");
            add(also, reused, "reused");
            return also;
        }

        private static void add(List<String> words, long count, String what) {
            if (count > 0) {
                words.add(Figures.number(count) + " " + what);
            }
        }

        /** Where it stands, in a word: failed, running, done, partly or pending. */
        public String state() {
            if (failed > 0) {
                return "failed";
            }
            if (running > 0) {
                return "running";
            }
            if (done() + waived == planned) {
                return "done";
            }
            return done() + waived > 0 ? "partly" : "pending";
        }
    }

    /** A channel that shows a metric of the run. */
    public record Shown(String metric, String channel, boolean pinned) {}
}
