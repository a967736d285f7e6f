package dev.odograph.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {
    private final Queue<Runnable> behind = new ArrayDeque<>();
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void anAnswerThatIsOldIsGivenWhileOneNewerIsMadeBehindIt() {
        Kept<String, Integer> kept = new Kept<>(behind::add, Duration.ZERO);

        assertThat(kept.of("run", "stamp", false, made::incrementAndGet)).isEqualTo(1);
        awaitOld();
        assertThat(kept.of("run", "stamp", false, made::incrementAndGet)).isEqualTo(1);
        assertThat(behind).hasSize(1);
        behind.remove().run();

        assertThat(kept.of("run", "stamp", false, made::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void anAnswerOfAnotherStampIsMadeAtOnce() {
        Kept<String, Integer> kept = new Kept<>(behind::add, Duration.ofHours(1));

        assertThat(kept.of("run", "running", false, made::incrementAndGet)).isEqualTo(1);
        assertThat(kept.of("run", "succeeded", true, made::incrementAndGet)).isEqualTo(2);
        assertThat(kept.of("run", "succeeded", true, made::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void anAnswerAboutWhatIsSettledStays() {
        Kept<String, Integer> kept = new Kept<>(behind::add, Duration.ZERO);

        assertThat(kept.of("run", "succeeded", true, made::incrementAndGet)).isEqualTo(1);
        awaitOld();
        assertThat(kept.of("run", "succeeded", true, made::incrementAndGet)).isEqualTo(1);
        assertThat(behind).isEmpty();
    }

    @Test
    void aFailureIsToldAndNotKept() {
        Kept<String, Integer> kept = new Kept<>(behind::add, Duration.ofHours(1));

        assertThatThrownBy(() -> kept.of("run", "stamp", false, () -> {
                    throw new IllegalStateException("no answer");
                }))
                .hasMessage("no answer");
        assertThat(kept.of("run", "stamp", false, made::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void theEldestAnswersGoWhenThereAreMany() {
        Kept<Integer, Integer> kept = new Kept<>(behind::add, Duration.ofHours(1));

        for (int i = 0; i < 1_000; i++) {
            assertThat(kept.of(i, "stamp", true, made::incrementAndGet)).isEqualTo(i + 1);
        }

        assertThat(kept.of(999, "stamp", true, made::incrementAndGet)).isEqualTo(1_000);
        assertThat(kept.of(0, "stamp", true, made::incrementAndGet)).isEqualTo(1_001);
    }

    /** Lets more time pass than ten times what an answer cost. */
    private static void awaitOld() {
        long end = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
