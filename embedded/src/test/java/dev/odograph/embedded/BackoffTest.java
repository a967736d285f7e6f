package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Backoff backoff = new Backoff();

    @Test
    void doublesUpToThirtySeconds() {
        List<Long> pauses =
                Stream.generate(() -> backoff.next(0).toMillis()).limit(9).toList();
        assertThat(pauses).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    }

    @Test
    void beginsAnewAfterAMinuteOfHealthOnly() {
        backoff.next(0);
        backoff.ran(0);
        assertThat(backoff.next(59 * SECOND)).isEqualTo(Duration.ofMillis(500));
        backoff.ran(60 * SECOND);
        assertThat(backoff.next(120 * SECOND)).isEqualTo(Duration.ofMillis(250));
    }
}
