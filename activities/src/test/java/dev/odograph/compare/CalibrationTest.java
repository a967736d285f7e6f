package dev.odograph.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Verdicts are wrong as seldom as they say, and find what they should. The seeds are fixed; so are the results. */
final class CalibrationTest {
    private static final int SETS = 200;

    @Test
    void fleetsWithoutAChangeAreSeldomCalledChanged() {
        List<MeasureComparison> sets = LongStream.range(0, SETS)
                .mapToObj(seed -> Calibration.fleets(seed, 40, false, 0.4, 1, Calibration.options(0.05)))
                .toList();

        assertThat(sets)
                .allSatisfy(one -> assertThat(one.units()).isEqualTo(new MeasureComparison.UnitCount(0, 40, 40)));
        assertThat(sets).filteredOn(MeasureComparison::changed).hasSizeLessThanOrEqualTo(SETS / 10);
        assertThat(sets)
                .filteredOn(one -> one.interval().low() <= 0 && one.interval().high() >= 0)
                .as("intervals that hold the truth")
                .hasSizeGreaterThanOrEqualTo(SETS * 9 / 10);
    }

    @Test
    void pairsWithoutAChangeAreHardlyEverCalledChanged() {
        List<MetricComparison> sets = LongStream.range(0, SETS)
                .mapToObj(seed -> Calibration.pairs(seed, 300, 1, 0.15, 0, 0, Calibration.options(0.01)))
                .toList();

        assertThat(sets)
                .filteredOn(one -> one.measures().stream().anyMatch(MeasureComparison::changed))
                .hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void aShiftOfTwoPercentIsFoundInAThousandPairs() {
        List<MeasureComparison> sets = LongStream.range(0, 10)
                .mapToObj(seed -> Calibration.pairs(seed, 1_000, 1, 0.15, 0, 0.02, Calibration.options(0.05)))
                .map(one -> one.measures().getFirst())
                .toList();

        assertThat(sets).filteredOn(one -> one.verdict() == Verdict.BETTER).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void twoThousandSamplesOfAThousandPairsTakeWellUnderASecond() {
        double[] base = new double[1_000];
        double[] head = new double[1_000];
        for (int i = 0; i < base.length; i++) {
            base[i] = i % 7;
            head[i] = i % 5;
        }
        Units units = Samples.pairs(base, head);
        Duration quickest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            Bootstrap bootstrap = Bootstrap.of(units, 2_000, new Draws(i, "speed"));
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertThat(bootstrap.effects().values()).hasSize(2_000);
            quickest = quickest.compareTo(taken) < 0 ? quickest : taken;
        }

        assertThat(quickest).isLessThan(Duration.ofMillis(500));
    }
}
