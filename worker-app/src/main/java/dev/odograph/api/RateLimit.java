package dev.odograph.api;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How often each caller may ask: a bucket that fills by so many a second and holds four seconds' worth. Of one process:
 * two processes let twice as many pass. Thread-safe.
 */
final class RateLimit {
    private static final int USUAL = 100;
    private static final int SECONDS = 4;
    private static final int MOST_CALLERS = 100_000;

    private final int perSecond;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimit(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** What is left, and when that was so. */
    private record Bucket(double left, long at) {}

    /**
     * The limit that ODOGRAPH_API_RATE sets.
     *
     * @throws OdographException ARGUMENT_INVALID
     */
    static RateLimit of(Map<String, String> environment) {
        String rate = environment.getOrDefault("ODOGRAPH_API_RATE", String.valueOf(USUAL));
        if (!rate.matches("[0-9]{1,6}")) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "ODOGRAPH_API_RATE is \"" + rate + "\": give requests a second, such as 100, or 0 for no limit");
        }
        return new RateLimit(Integer.parseInt(rate), System::nanoTime);
    }

    int perSecond() {
        return perSecond;
    }

    /** Whether a caller may ask once more now. */
    boolean take(String caller) {
        if (perSecond == 0) {
            return true;
        }
        if (buckets.size() > MOST_CALLERS) {
            buckets.clear();
        }
        long now = nanos.getAsLong();
        boolean[] taken = new boolean[1];
        buckets.compute(caller, (name, bucket) -> {
            double full = (double) perSecond * SECONDS;
            double left = bucket == null ? full : Math.min(full, bucket.left() + (now - bucket.at()) / 1e9 * perSecond);
            taken[0] = left >= 1;
            return new Bucket(taken[0] ? left - 1 : left, now);
        });
        return taken[0];
    }
}
