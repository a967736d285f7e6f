package dev.odograph.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutputRepetitionTest {
    private static final List<Integer> ALL = IntStream.range(0, 1_000).boxed().toList();

    @Test
    void ofManyPartitionsSomeAreTakenEvenlyFromAll() {
        assertThat(OutputRepetition.evenly(ALL, 4)).containsExactly(0, 250, 500, 750);
        assertThat(OutputRepetition.evenly(ALL, 999)).hasSize(999).doesNotHaveDuplicates();
    }

    @Test
    void ofFewAllAreTaken() {
        assertThat(OutputRepetition.evenly(ALL, 1_000)).isEqualTo(ALL);
        assertThat(OutputRepetition.evenly(List.of(), 3)).isEmpty();
    }
}
