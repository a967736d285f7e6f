package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.TableFile;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.spec.TableSchema;

/**
 * A batch that should be stored.
 *
 * @param batch what it is
 * @param schema the columns of its rows
 * @param rows its rows as one Arrow stream
 */
public record BatchRequest(BatchRecord batch, TableSchema schema, TableFile rows) {
    /** Reading so many rows takes about as long as opening one more part. */
    private static final long FEW_ROWS = 1_000;

    public BatchRequest {
        requireNonNull(batch, "batch is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(rows, "rows is null");
        if (rows.format() != TableFile.Format.ARROW_STREAM) {
            throw new IllegalArgumentException(
                    "rows of batch " + batch.batchId() + " are " + rows.format() + ": only an Arrow stream is stored");
        }
    }

    /**
     * Whether its write gets summary states. They spare a reader the rows; a batch of few rows, no more than its states
     * would be, gains nothing by them, and would cost a second insert and a second part to merge.
     */
    public boolean stated() {
        long states = Math.max(1, batch.segments().size())
                * (StatesDdl.columns(schema).size() + 1L);
        return batch.digest().rows() > Math.min(states, FEW_ROWS);
    }
}
