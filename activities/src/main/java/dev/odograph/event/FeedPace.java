package dev.odograph.event;

import java.time.Duration;

/**
 * How a feed takes turns and tries again.
 *
 * @param patience how long sending some events may take
 * @param lease how long nobody else sends after a sign of life; longer than {@code patience}
 * @param firstPause pause after the first failure; each further one doubles it
 * @param longestPause no pause is longer
 */
record FeedPace(Duration patience, Duration lease, Duration firstPause, Duration longestPause) {
    private static final Duration SLACK = Duration.ofSeconds(10);

    FeedPace {
        if (lease.compareTo(patience) <= 0) {
            throw new IllegalArgumentException("a lease of " + lease + " ends while events are sent for " + patience);
        }
    }

    /** From a second to a minute between tries. */
    static FeedPace usual(Duration patience) {
        return new FeedPace(patience, patience.plus(SLACK), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** What must be left of a lease for sending to begin: half of what it has beyond the patience. */
    Duration left() {
        return patience.plus(lease).dividedBy(2);
    }

    /**
     * Pause after a failed try.
     *
     * @param failures in a row, from 1
     * @param random from 0 to 1: spreads workers that failed together
     */
    Duration pause(int failures, double random) {
        double doubled = firstPause.toMillis() * Math.pow(2, Math.min(failures - 1, 30));
        return Duration.ofMillis((long) (Math.min(doubled, longestPause.toMillis()) * (0.5 + random / 2)));
    }
}
