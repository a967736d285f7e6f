package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work on several things at once. */
final class SeveralTest {
    @Test
    void whatOneThrowsHindersNoOtherAndEachAnswersInItsPlace() {
        List<Integer> progress = new ArrayList<>();

        List<String> answers = Several.each(
                List.of(1, 2, 3, 4),
                number -> {
                    if (number == 2) {
                        throw new IllegalStateException("no connection");
                    }
                    if (number == 3) {
                        throw new StackOverflowError();
                    }
                    return "done " + number;
                },
                (number, problem) ->
                        "failed " + number + ": " + problem.getClass().getSimpleName(),
                progress::add);

        assertThat(answers)
                .containsExactly("done 1", "failed 2: IllegalStateException", "failed 3: StackOverflowError", "done 4");
        assertThat(progress).containsExactly(1, 2, 3, 4);
    }

    @Test
    void noMoreThanAFewAreInHandAtOnceAndThoseReallyAre() {
        AtomicInteger inHand = new AtomicInteger();
        Semaphore full = new Semaphore(0);

        List<Integer> seen = Several.each(
                IntStream.range(0, 3 * Several.AT_ONCE).boxed().toList(),
                number -> {
                    int now = inHand.incrementAndGet();
                    if (now == Several.AT_ONCE) {
                        full.release(3 * Several.AT_ONCE);
                    }
                    full.acquireUninterruptibly();
                    inHand.decrementAndGet();
                    return now;
                },
                (number, problem) -> -1,
                done -> {});

        assertThat(seen).allMatch(now -> now >= 1 && now <= Several.AT_ONCE).contains(Several.AT_ONCE);
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(Several.each(List.of(), thing -> thing, (thing, problem) -> thing, done -> {}))
                .isEmpty();
    }
}
