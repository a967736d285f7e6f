package dev.odograph.contract;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;

/**
 * Which segments of a dataset a run takes where it need not take all. The same sample of the same version is the same
 * segments. Simulations of the same scenarios with the same seeds are sampled alike, whatever their dataset.
 *
 * @param segments how many, at least 1; a dataset of fewer is taken whole
 * @param seed chooses among the samples
 * @param by what the sample is to be representative of: {@code vehicle}, {@code release}, {@code scenario_id}, or names of
 *     tags. Each combination of values gets its share, and one segment at least where there is room
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SegmentSample(int segments, long seed, List<String> by) {
    public SegmentSample {
        by = List.copyOf(requireNonNullElse(by, List.of()));
        if (segments < 1) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Sample has " + segments + " segments: give a whole number of at least 1");
        }
    }

    /** A few words on it, such as {@code 50 segments, seed 1, by city and release}. */
    public String words() {
        return segments + (segments == 1 ? " segment" : " segments") + ", seed " + seed
                + (by.isEmpty() ? "" : ", by " + String.join(" and ", by));
    }
}
