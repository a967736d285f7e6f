package dev.odograph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionerTest {
    private static final long ROWS = 20_000;
    private static final Partitioner ABOUT_SEVEN_SEGMENTS = new Partitioner(7 * ROWS);

    @Test
    void putsEverySegmentIntoExactlyOnePartition() {
        List<Partition> partitions = ABOUT_SEVEN_SEGMENTS.partition(segments(0, 1_000, 0));

        List<String> placed = partitions.stream()
                .flatMap(partition -> partition.segments().stream())
                .map(SegmentRef::segmentId)
                .sorted()
                .toList();
        assertThat(placed)
                .isEqualTo(segments(0, 1_000, 0).stream()
                        .map(SegmentRef::segmentId)
                        .sorted()
                        .toList());
        assertThat(partitions)
                .extracting(Partition::index)
                .isEqualTo(IntStream.range(0, partitions.size()).boxed().toList());
    }

    @Test
    void meetsTheTargetSizeOnAverageAndNeverExceedsFourTargets() {
        List<Partition> partitions = ABOUT_SEVEN_SEGMENTS.partition(segments(0, 10_000, 0));

        assertThat(10_000.0 / partitions.size()).isBetween(5.5, 8.5);
        assertThat(partitions)
                .allSatisfy(partition -> assertThat(partition.rows()).isLessThanOrEqualTo(4 * 7 * ROWS));
    }

    @Test
    void doesNotDependOnTheOrderOfTheSegments() {
        List<SegmentRef> shuffled = new ArrayList<>(segments(0, 500, 0));
        Collections.shuffle(shuffled, new Random(7));

        assertThat(ABOUT_SEVEN_SEGMENTS.partition(shuffled))
                .isEqualTo(ABOUT_SEVEN_SEGMENTS.partition(segments(0, 500, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void addingTenToAThousandSegmentsChangesAtMostFifteenPercentOfThePartitions(int seed) {
        List<SegmentRef> before = segments(seed * 10_000, 1_000, 0);
        List<SegmentRef> after = new ArrayList<>(before);
        after.addAll(segments(seed * 10_000 + 5_000, 10, 0));

        assertThat(changedShare(before, after)).isPositive().isLessThanOrEqualTo(0.15);
    }

    @Test
    void replacingASegmentOfEqualSizeChangesItsPartitionOnly() {
        List<SegmentRef> before = segments(0, 1_000, 0);
        List<SegmentRef> after = new ArrayList<>(before);
        after.set(123, segments(123, 1, 1).getFirst());

        List<Partition> partitions = ABOUT_SEVEN_SEGMENTS.partition(after);
        Set<List<SegmentRef>> old = groups(before);
        assertThat(partitions.stream().filter(p -> !old.contains(p.segments()))).hasSize(1);
    }

    @Test
    void aSegmentLargerThanTheTargetEndsItsPartition() {
        SegmentRef huge = new SegmentRef("huge", "d", 50_000_000, 1, 0, 0);

        assertThat(new Partitioner(1_000_000).partition(List.of(huge))).hasSize(1);
        assertThat(new Partitioner(1_000_000).partition(List.of())).isEmpty();
    }

    @Test
    void refusesATargetThatIsNotPositive() {
        assertThatThrownBy(() -> new Partitioner(0))
                .hasMessage("Target size of a partition is 0 rows: give at least 1");
    }

    private static double changedShare(List<SegmentRef> before, List<SegmentRef> after) {
        Set<List<SegmentRef>> old = groups(before);
        List<Partition> partitions = ABOUT_SEVEN_SEGMENTS.partition(after);
        return (double) partitions.stream()
                        .filter(p -> !old.contains(p.segments()))
                        .count()
                / partitions.size();
    }

    private static Set<List<SegmentRef>> groups(List<SegmentRef> segments) {
        Set<List<SegmentRef>> groups = new HashSet<>();
        ABOUT_SEVEN_SEGMENTS.partition(segments).forEach(partition -> groups.add(partition.segments()));
        return groups;
    }

    private static List<SegmentRef> segments(int from, int count, int revision) {
        return IntStream.range(from, from + count)
                .mapToObj(
                        i -> new SegmentRef("segment-" + i, "digest-" + i + "-" + revision, ROWS, 500_000, 900, 60_000))
                .toList();
    }
}
