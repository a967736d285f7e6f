package dev.odograph.spec.lock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a metric gave on the sample. Small whatever the sample is: digests of all rows, figures of each double, and a few
 * rows to show what changed.
 *
 * @param rows number of rows
 * @param digest SHA-256 of all values in the order of the key
 * @param exactDigest the same of all values but doubles, which no tolerance lets move
 * @param doubles figures of each double column, in their order
 * @param sample some rows, evenly spread, each as {@link RowText} writes it
 */
public record Golden(
        long rows,
        String digest,
        @JsonProperty("exact_digest") String exactDigest,
        List<String> doubles,
        List<String> sample) {
    public Golden {
        requireNonNull(digest, "digest is null");
        requireNonNull(exactDigest, "exactDigest is null");
        doubles = List.copyOf(doubles);
        sample = List.copyOf(sample);
    }
}
