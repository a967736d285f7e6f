package dev.odograph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.Digests;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ADR 0001 says of the cost of keys. */
final class KeyCostTest {
    private static final int PARTITIONS = 20_000;
    private static final int STAGES = 6;
    private static final int SEGMENTS = 7;

    @Test
    void keysOfManyPartitionsAreDistinctAndCheap() {
        List<String> fingerprints = IntStream.range(0, STAGES)
                .mapToObj(stage -> Digests.sha256Hex("stage", Integer.toString(stage)))
                .toList();
        Set<String> keys = new HashSet<>();
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int first = partition * SEGMENTS;
            List<String> inputs = IntStream.range(first, first + SEGMENTS)
                    .mapToObj(i -> Keys.segmentKey(new SegmentRef("segment-" + i, "digest-" + i, 1, 1, 1, 1)))
                    .toList();
            for (String fingerprint : fingerprints) {
                String key = Keys.artifactKey(fingerprint, inputs);
                keys.add(key);
                inputs = List.of(key);
            }
        }
        System.out.println("keys of " + PARTITIONS + " partitions in " + STAGES + " stages took "
                + (clock.getCurrentThreadCpuTime() - start) / 1_000_000 + " ms of one core");
        assertThat(keys).hasSize(PARTITIONS * STAGES);
    }
}
