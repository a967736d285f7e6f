package dev.odograph.step;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.TableFile;
import dev.odograph.spec.TableSchema;
import java.util.List;

/**
 * The output of another stage that a stage reads.
 *
 * @param schema its columns
 * @param files its rows; each file is sorted by key, and the files follow each other in order of segment
 */
public record InputTable(TableSchema schema, List<TableFile> files) {
    public InputTable {
        requireNonNull(schema, "schema is null");
        files = List.copyOf(files);
    }
}
