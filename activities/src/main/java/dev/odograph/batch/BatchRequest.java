package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.TableFile;
import dev.odograph.spec.TableSchema;

/**
 * A batch that should be stored.
 *
 * @param batch what it is
 * @param schema the columns of its rows
 * @param rows its rows as one Arrow stream
 */
public record BatchRequest(BatchRecord batch, TableSchema schema, TableFile rows) {
    public BatchRequest {
        requireNonNull(batch, "batch is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(rows, "rows is null");
        if (rows.format() != TableFile.Format.ARROW_STREAM) {
            throw new IllegalArgumentException(
                    "rows of batch " + batch.batchId() + " are " + rows.format() + ": only an Arrow stream is stored");
        }
    }
}
