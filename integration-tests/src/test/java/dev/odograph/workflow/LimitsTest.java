package dev.odograph.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.RunLimits;
import dev.odograph.contract.RunOutcome;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run has as many outputs under way as its limits allow, and no more, in one history or in ranges. */
class LimitsTest {
    private static final int PARTITIONS = 24;
    private static final RangeFanOut.Sizes RANGES = new RangeFanOut.Sizes(6, 100);

    static Stream<Arguments> limits() {
        RunLimits partitions = new RunLimits(3, Map.of());
        RunLimits step = new RunLimits(null, Map.of("stage", 2));
        return Stream.of(
                Arguments.of("partitions", partitions, RangeFanOut.Sizes.DEFAULT, 3),
                Arguments.of("partitions, in ranges", partitions, RANGES, 3),
                Arguments.of("a step", step, RangeFanOut.Sizes.DEFAULT, 2),
                Arguments.of("a step, in ranges", step, RANGES, 2),
                Arguments.of("nothing", RunLimits.none(), RangeFanOut.Sizes.DEFAULT, PARTITIONS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void noMoreAreUnderWayAtOnceThanAllowed(String what, RunLimits limits, RangeFanOut.Sizes sizes, int most) {
        Books books = new Books(PARTITIONS);
        books.waitUntilUnderWay(most);
        try (WorkflowLab lab = new WorkflowLab(sizes, books)) {
            lab.start(limits).getResult(RunOutcome.class);
        }
        assertThat(books.mostUnderWay()).as(what).isEqualTo(most);
        assertThat(books.executed()).hasSize(PARTITIONS);
    }
}
