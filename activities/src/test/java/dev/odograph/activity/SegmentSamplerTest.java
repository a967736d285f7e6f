package dev.odograph.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.SegmentSample;
import dev.odograph.dataset.Segment;
import dev.odograph.error.OdographException;
import dev.odograph.plan.SegmentRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SegmentSamplerTest {
    private static final List<Segment> FLEET = Stream.of(
                    recordings("wien", 600), recordings("graz", 300), recordings("linz", 99), recordings("steyr", 1))
            .flatMap(List::stream)
            .toList();

    @Test
    void strataGetTheirShareAndTheSmallestStillOne() {
        List<SegmentRef> drawn = draw(FLEET, new SegmentSample(100, 1, List.of("city")));

        assertThat(cities(drawn)).containsEntry("steyr", 1L).satisfies(shares -> {
            assertThat(shares.get("wien")).isBetween(58L, 61L);
            assertThat(shares.get("graz")).isBetween(29L, 31L);
            assertThat(shares.get("linz")).isBetween(9L, 11L);
        });
        assertThat(drawn).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void theSameSampleIsTheSameAndAnotherSeedIsAnother() {
        SegmentSample sample = new SegmentSample(50, 7, List.of("city"));

        assertThat(ids(draw(FLEET.reversed(), sample))).isEqualTo(ids(draw(FLEET, sample)));
        assertThat(ids(draw(FLEET, new SegmentSample(50, 8, List.of("city"))))).isNotEqualTo(ids(draw(FLEET, sample)));
    }

    @Test
    void aSegmentMoreReplacesAtMostOneOfItsStratum() {
        SegmentSample sample = new SegmentSample(50, 7, List.of());
        Set<String> before = ids(draw(FLEET, sample));

        Set<String> after = ids(draw(
                Stream.concat(FLEET.stream(), Stream.of(segment("late", "wien", null, 0)))
                        .toList(),
                sample));

        after.removeAll(before);
        assertThat(after).isSubsetOf("late");
    }

    @Test
    void simulationsOfTheSameScenariosAreSampledAlike() {
        List<Segment> old = simulated("old");
        List<Segment> fresh = simulated("new");
        SegmentSample sample = new SegmentSample(20, 3, List.of());

        assertThat(scenarios(draw(fresh, sample), "new")).isEqualTo(scenarios(draw(old, sample), "old"));
    }

    @Test
    void morePlacesThanSegmentsIsAllOfThemAndFewerThanStrataIsTheLargest() {
        assertThat(draw(FLEET, new SegmentSample(5_000, 1, List.of("city")))).hasSize(FLEET.size());
        assertThat(cities(draw(FLEET, new SegmentSample(2, 1, List.of("city")))))
                .containsOnlyKeys("wien", "graz");
        assertThat(draw(List.of(), new SegmentSample(2, 1, List.of("city")))).isEmpty();
    }

    @Test
    void whatNoSegmentHasIsRefusedWithWhatTheyHave() {
        assertThatThrownBy(() -> draw(FLEET, new SegmentSample(5, 1, List.of("town"))))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("No segment of dataset fleet@1 has \"town\" to sample by")
                .hasMessageContaining("one of the tags city");
        assertThatThrownBy(() -> new SegmentSample(0, 1, List.of()))
                .hasMessageContaining("Sample has 0 segments: give a whole number of at least 1");
    }

    private static List<SegmentRef> draw(List<Segment> segments, SegmentSample sample) {
        return SegmentSampler.draw("fleet@1", segments.stream(), sample);
    }

    private static Map<String, Long> cities(List<SegmentRef> drawn) {
        return drawn.stream()
                .collect(Collectors.groupingBy(
                        ref -> ref.segmentId().replaceFirst("-.*", ""), TreeMap::new, Collectors.counting()));
    }

    private static Set<String> ids(List<SegmentRef> drawn) {
        return drawn.stream().map(SegmentRef::segmentId).collect(Collectors.toSet());
    }

    private static Set<String> scenarios(List<SegmentRef> drawn, String prefix) {
        return drawn.stream()
                .map(ref -> ref.segmentId().substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    private static List<Segment> recordings(String city, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> segment(city + "-" + i, city, null, 0))
                .toList();
    }

    private static List<Segment> simulated(String prefix) {
        return IntStream.range(0, 300)
                .mapToObj(i -> segment(prefix + "-" + i, "wien", "cut_in_" + i / 3, i % 3))
                .toList();
    }

    private static Segment segment(String id, String city, @Nullable String scenario, long seed) {
        return new Segment(
                id,
                "digest-" + id,
                10,
                100,
                null,
                null,
                null,
                null,
                null,
                scenario,
                scenario == null ? null : seed,
                "memory:" + id,
                List.of(),
                new TreeMap<>(Map.of("city", city)));
    }
}
