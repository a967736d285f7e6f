package dev.odograph.embedded;

import java.time.Duration;

/** The pause before a part starts again: doubles from 250 ms to 30 s, and begins anew after a minute of health. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private Duration pause = FIRST;
    private long runningSinceNanos;
    private boolean running;

    void ran() {
        ran(System.nanoTime());
    }

    void ran(long nowNanos) {
        running = true;
        runningSinceNanos = nowNanos;
    }

    Duration next() {
        return next(System.nanoTime());
    }

    Duration next(long nowNanos) {
        if (running && nowNanos - runningSinceNanos >= STABLE.toNanos()) {
            pause = FIRST;
        }
        running = false;
        Duration chosen = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        return chosen;
    }
}
