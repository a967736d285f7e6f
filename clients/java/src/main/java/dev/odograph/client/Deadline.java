package dev.odograph.client;

import java.time.Duration;

/** A moment of this process's clock. */
record Deadline(long atNanos) {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    static Deadline in(Duration time) {
        Duration bounded = time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    static Deadline never() {
        return in(FOR_EVER);
    }

    /** Not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    boolean over() {
        return atNanos - System.nanoTime() <= 0;
    }

    /** The time, or what is left where that is less. */
    Duration atMost(Duration time) {
        Duration left = left();
        return time.compareTo(left) < 0 ? time : left;
    }
}
