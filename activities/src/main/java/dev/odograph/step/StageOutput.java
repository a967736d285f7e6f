package dev.odograph.step;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import java.util.List;

/**
 * What a stage put out for a partition.
 *
 * @param files its rows: the one file written, or the recordings themselves where a source's rows are referred to
 * @param digest digest of the rows; of a source that is referred to, rows only and sum 0
 * @param bytes bytes written
 * @param violations what breaks rules of its checks and passes all the same
 */
public record StageOutput(
        List<TableFile> files,
        RowDigest digest,
        long bytes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {
    public StageOutput {
        files = List.copyOf(files);
        requireNonNull(digest, "digest is null");
        violations = violations == null ? List.of() : List.copyOf(violations);
    }

    /** An output of steps that break no rules. */
    public StageOutput(List<TableFile> files, RowDigest digest, long bytes) {
        this(files, digest, bytes, List.of());
    }
}
