package dev.odograph.spec.lock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a metric gave on the sample. Digests of all rows, figures of each double, and a few rows to show what changed are
 * small whatever the sample is; all doubles are kept where a tolerance asks for each.
 *
 * @param rows number of rows
 * @param digest SHA-256 of all values in the order of the key
 * @param exactDigest the same of all values but doubles, which no tolerance lets move
 * @param doubles figures of each double column, in their order
 * @param sample some rows, evenly spread, each as {@link RowText} writes it
 * @param values all values of each double column, in their order, as {@link DoubleValues} writes them; none where values
 *     are exact, or too many
 */
public record Golden(
        long rows,
        String digest,
        @JsonProperty("exact_digest") String exactDigest,
        List<String> doubles,
        List<String> sample,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> values) {
    public Golden {
        requireNonNull(digest, "digest is null");
        requireNonNull(exactDigest, "exactDigest is null");
        doubles = List.copyOf(doubles);
        sample = List.copyOf(sample);
        values = values == null ? List.of() : List.copyOf(values);
    }

    Golden withoutValues() {
        return new Golden(rows, digest, exactDigest, doubles, sample, List.of());
    }
}
