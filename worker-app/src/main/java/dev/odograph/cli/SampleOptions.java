package dev.odograph.cli;

import dev.odograph.contract.SegmentSample;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose some segments of a dataset. */
final class SampleOptions {
    @Option(names = "--sample", paramLabel = "N", description = "Take so many segments only (default: all).")
    private @Nullable Integer segments;

    @Option(
            names = "--sample-by",
            split = ",",
            paramLabel = "TAG",
            description = "Have the sample represent values of these tags, or of vehicle, release, scenario_id.")
    private List<String> by = List.of();

    @Option(names = "--sample-seed", paramLabel = "SEED", description = "Another seed is another sample (default: 1).")
    private @Nullable Long seed;

    /** The sample; null for all segments. */
    @Nullable
    SegmentSample sample() {
        if (segments == null) {
            if (!by.isEmpty() || seed != null) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        (by.isEmpty() ? "--sample-seed" : "--sample-by")
                                + " is given without --sample: say how many segments to take, such as --sample 50");
            }
            return null;
        }
        return new SegmentSample(segments, seed == null ? 1 : seed, by);
    }
}
