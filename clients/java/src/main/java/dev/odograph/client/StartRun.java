package dev.odograph.client;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that is wanted. Only graph and dataset are needed. Immutable; may be started more than once.
 *
 * @param graph name of the graph
 * @param dataset name of the dataset, or {@code name@version}; without one, the newest version when the run is planned
 * @param version version of the graph, {@code major.minor}; its bundle's where null
 * @param bundle its code: a bundle's digest, its first eight digits or more, or a branch; merged code where null
 * @param parameters values of the graph's parameters by name, over its defaults: numbers, texts, true or false
 * @param purpose what it is for; adhoc where null
 * @param failurePolicy when something failed; park for backfill and production where null, else fail
 * @param targetRows mean rows of a partition; 500000 where null
 * @param limits how much of it may be under way at once
 * @param sample which segments of the dataset it takes; all where null
 * @param runId id of the run; made where null. The same id with other input is refused
 * @param idempotencyKey the same key starts one run only, 1 to 200 visible ASCII characters. Where null, the client makes one for
 *     each start, so that one whose answer is lost starts nothing twice
 */
public record StartRun(
        String graph,
        String dataset,
        @Nullable String version,
        @Nullable String bundle,
        @Nullable Map<String, Object> parameters,
        @Nullable Purpose purpose,
        @Nullable FailurePolicy failurePolicy,
        @Nullable Long targetRows,
        @Nullable RunLimits limits,
        @Nullable Sample sample,
        @Nullable String runId,
        @JsonIgnore @Nullable String idempotencyKey) {

    /**
     * Checks and copies.
     *
     * @throws OdographException ARGUMENT_INVALID where graph or dataset is empty
     */
    public StartRun {
        Arguments.given("graph", graph);
        Arguments.given("dataset", dataset);
        parameters = parameters == null ? null : Arguments.map(parameters);
    }

    /** Begins one. */
    public static Builder of(String graph, String dataset) {
        return new Builder(graph, dataset);
    }

    /** Collects what is wanted; belongs to one thread. */
    public static final class Builder {
        private final String graph;
        private final String dataset;
        private final Map<String, Object> parameters = new LinkedHashMap<>();
        private @Nullable String version;
        private @Nullable String bundle;
        private @Nullable Purpose purpose;
        private @Nullable FailurePolicy failurePolicy;
        private @Nullable Long targetRows;
        private @Nullable RunLimits limits;
        private @Nullable Sample sample;
        private @Nullable String runId;
        private @Nullable String idempotencyKey;

        private Builder(String graph, String dataset) {
            this.graph = graph;
            this.dataset = dataset;
        }

        /** Version of the graph, {@code major.minor}. */
        public Builder version(String wanted) {
            version = wanted;
            return this;
        }

        /** Code by digest or branch. */
        public Builder bundle(String wanted) {
            bundle = wanted;
            return this;
        }

        /** Value of a parameter, in the parameter's unit: a number, a text, true or false. */
        public Builder parameter(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        /** Values of parameters by name. */
        public Builder parameters(Map<String, ?> values) {
            parameters.putAll(values);
            return this;
        }

        /** What it is for. */
        public Builder purpose(Purpose wanted) {
            purpose = wanted;
            return this;
        }

        /** What to do when something failed. */
        public Builder failurePolicy(FailurePolicy wanted) {
            failurePolicy = wanted;
            return this;
        }

        /** Mean rows of a partition. */
        public Builder targetRows(long wanted) {
            targetRows = wanted;
            return this;
        }

        /** How much of it may be under way at once. */
        public Builder limits(RunLimits wanted) {
            limits = wanted;
            return this;
        }

        /** So many segments only. */
        public Builder sample(int segments) {
            return sample(Sample.of(segments));
        }

        /** Which segments of the dataset it takes. */
        public Builder sample(Sample wanted) {
            sample = wanted;
            return this;
        }

        /** Id of the run. */
        public Builder runId(String wanted) {
            runId = wanted;
            return this;
        }

        /** The caller's name for this start: two processes that give the same one start one run. */
        public Builder idempotencyKey(String wanted) {
            idempotencyKey = wanted;
            return this;
        }

        /**
         * What was collected.
         *
         * @throws OdographException ARGUMENT_INVALID where graph or dataset is empty
         */
        public StartRun build() {
            return new StartRun(
                    graph,
                    dataset,
                    version,
                    bundle,
                    parameters.isEmpty() ? null : parameters,
                    purpose,
                    failurePolicy,
                    targetRows,
                    limits,
                    sample,
                    runId,
                    idempotencyKey);
        }
    }
}
