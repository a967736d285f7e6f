package dev.odograph.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeltaDebuggingTest {
    private static final List<Integer> ALL = IntStream.range(0, 1_000).boxed().toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void exactlyTheElementsThatFailTogetherAreLeft(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> cause = new TreeSet<>();
        while (cause.size() < 1 + seed) {
            cause.add(random.nextInt(ALL.size()));
        }
        List<Integer> asked = new ArrayList<>();

        List<Integer> least = new DeltaDebugging(() -> false).least(ALL, some -> {
            asked.add(some.size());
            return some.containsAll(cause);
        });

        assertThat(least).containsExactlyElementsOf(cause);
        assertThat(asked).hasSizeLessThan(250);
    }

    @Test
    void whatFailsWithoutAnyElementIsLeftWithNone() {
        assertThat(new DeltaDebugging(() -> false).least(ALL, some -> true)).isEmpty();
    }

    @Test
    void whenTimeIsUpWhatIsLeastSoFarStillFails() {
        int[] left = {5};

        List<Integer> least = new DeltaDebugging(() -> left[0]-- <= 0).least(ALL, some -> some.contains(700));

        assertThat(least).contains(700).hasSizeBetween(2, 999);
    }

    @ParameterizedTest
    @CsvSource({
        "'Step \"a\" (java), segment \"x\": E: at 5 (at B.java:7): mend', 'Step \"a\" (java), segment \"y 2\": E: at -6.5e3"
                + " (at B.java:7): mend', true",
        "'Step \"a\" (check): rule range fails for 3 rows, the first at segment_id = x, t_ms = 5 with 9', 'Step \"a\""
                + " (check): rule range fails for 1 rows, the first at segment_id = other, t_ms = 7 with 1', true",
        "'Step \"a\", segment \"x\": the host (pid 12) died; this attempt of 1.2 s is lost. Mend; crash report /tmp/a/b.log,"
                + " log /x', 'Step \"a\", segment \"x\": the host (pid 7) died; this attempt of 0.1 s is lost. Mend; log /y',"
                + " true",
        "'Step \"a\": no', 'Step \"b\": no', false",
        "'Step \"a\": NullPointerException', 'Step \"a\": IllegalStateException', false"
    })
    void twoFailuresAreOneWhereOnlyNumbersSegmentsPathsAndTracesDiffer(String one, String other, boolean same) {
        boolean equal =
                FailureShape.of(ErrorCode.STEP_FAILED, one).equals(FailureShape.of(ErrorCode.STEP_FAILED, other));

        assertThat(equal).isEqualTo(same);
    }
}
