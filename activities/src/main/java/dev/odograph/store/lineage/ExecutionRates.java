package dev.odograph.store.lineage;

import java.util.Optional;

/** How many rows and how much time earlier executions of a step gave and took. Thread-safe. */
public final class ExecutionRates {
    private static final String RATE = Sql.resource("execution_rate.sql");

    private final Postgres postgres;

    public ExecutionRates(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Sums over the newest executions.
     *
     * @param executions their number, at least 1
     * @param outputRows rows that they put out
     * @param inputRows rows of the recordings that they stood on
     * @param outputBytes bytes that they wrote into the artifact store
     * @param totalSeconds time that they took
     */
    public record Rate(long executions, double outputRows, double inputRows, double outputBytes, double totalSeconds) {
        /** Rows to expect of recordings of so many rows. */
        public long rows(double input) {
            return Math.round(inputRows == 0 ? outputRows / executions : outputRows / inputRows * input);
        }

        /** Bytes to expect that so many outputs over recordings of so many rows write. */
        public long bytes(double input, int outputs) {
            return Math.round(inputRows == 0 ? outputBytes / executions * outputs : outputBytes / inputRows * input);
        }

        /** Seconds to expect for so many outputs over recordings of so many rows in all. */
        public double seconds(double input, int outputs) {
            return inputRows == 0 ? totalSeconds / executions * outputs : totalSeconds / inputRows * input;
        }
    }

    /** The rate of a graph's stage of that name, in whatever version; empty where it was never executed. */
    public Optional<Rate> find(String graph, String stage) {
        return postgres.query(
                "reading how long step \"" + stage + "\" took",
                db -> db.resultQuery(RATE, graph, stage)
                        .fetchOptional(row -> new Rate(
                                row.get("executions", long.class),
                                row.get("output_rows", double.class),
                                row.get("input_rows", double.class),
                                row.get("output_bytes", double.class),
                                row.get("seconds", double.class)))
                        .filter(rate -> rate.executions() > 0));
    }
}
