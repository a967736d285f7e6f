package dev.odograph.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a regression run came to.
 *
 * @param verdict the whole of it
 * @param summary one sentence for people
 * @param baseRunId the run of the base
 * @param headRunId the run of the head
 * @param gates what was looked at, in order: runs, repetitions, compatibility, contracts, coverage, statistics
 */
public record RegressionOutcome(Verdict verdict, String summary, String baseRunId, String headRunId, List<Gate> gates) {
    public RegressionOutcome {
        gates = List.copyOf(gates);
    }

    /** What all gates come to. */
    public enum Verdict {
        /** Nothing got worse, as far as the data say. */
        @JsonProperty("pass")
        PASS(0),
        /** A measure got worse. */
        @JsonProperty("regression")
        REGRESSION(1),
        /** A run failed by its code or its data, or readers of a metric would be surprised. */
        @JsonProperty("broken")
        BROKEN(2),
        /** The data do not say, where that is asked to fail. */
        @JsonProperty("undecided")
        UNDECIDED(3),
        /** A store, a file or the network failed a run, or someone ended it: that says nothing of the change. */
        @JsonProperty("infrastructure")
        INFRASTRUCTURE(4);

        private final int exitCode;

        Verdict(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Exit code of the command {@code ci}. */
        public int exitCode() {
            return exitCode;
        }
    }

    /** What one gate says. */
    public enum Passage {
        /** Nothing to object to. */
        @JsonProperty("pass")
        PASS,
        /** Worth knowing; nothing is held up by it. */
        @JsonProperty("notice")
        NOTICE,
        /** The data do not say whether it got worse. */
        @JsonProperty("undecided")
        UNDECIDED,
        /** The change must not pass. */
        @JsonProperty("fail")
        FAIL
    }

    /**
     * Something that was looked at.
     *
     * @param kind {@code run}, {@code repeat}, {@code compatibility}, {@code contract}, {@code coverage} or {@code statistics}
     * @param name what was looked at, such as {@code head} or {@code hard_brakes.rate}
     * @param metric the metric that it is about; null where it is about a run
     * @param passage what it says
     * @param message why, with the mend where there is one
     */
    public record Gate(String kind, String name, @Nullable String metric, Passage passage, String message) {}
}
