package dev.odograph.query;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a pass waited for, step by step: the output that was finished last, the input that it waited for
 * longest, and so on back to the beginning of the pass.
 *
 * @param pass the pass
 * @param beganAt when the pass began
 * @param links its outputs, the first one first; empty where nothing was executed
 */
public record CriticalPath(int pass, Instant beganAt, List<Link> links) {
    public CriticalPath {
        links = List.copyOf(links);
    }

    /** Seconds from the beginning of the pass to the end of the last output. */
    public double totalS() {
        return links.stream().mapToDouble(link -> link.waitedS() + link.tookS()).sum();
    }

    /** A part of the whole time in hundredths. */
    public String at(double seconds) {
        double total = totalS();
        return String.format(Locale.ROOT, "%.2f", total == 0 ? 0 : Math.clamp(100 * seconds / total, 0, 100));
    }

    /** The same, but never too small to be seen. */
    public String atLeast(double seconds) {
        return at(Math.max(seconds, totalS() / 250));
    }

    /**
     * One output.
     *
     * @param stage name of its stage
     * @param partition its partition, from 0; −1 for a reduce
     * @param segmentId the first segment of the partition; null for a reduce
     * @param waitedS seconds from the end of what it waited for to its beginning
     * @param tookS seconds that it took
     * @param attempt the attempt that succeeded
     * @param fromS seconds from the beginning of the pass to its beginning
     */
    public record Link(
            String stage,
            int partition,
            @Nullable String segmentId,
            double fromS,
            double waitedS,
            double tookS,
            int attempt,
            long rows) {
        /** Seconds from the beginning of the pass to the end of what it waited for. */
        public double waitFromS() {
            return Math.max(0, fromS - waitedS);
        }
    }
}
