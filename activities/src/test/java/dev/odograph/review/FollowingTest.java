package dev.odograph.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FollowingTest {
    private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "1000, 2000, 1000, 2000, the same",
        "1000, 2000, 1400, 2400, shifted by less than its length",
        "1000, 2000, 0, 9000, grown",
        "1000, 2000, 1500, 1500, shrunk to a point in it",
        "1000, 2000, 2000, 3000, touching",
        "1000, 1000, 1200, 1200, a point that shifted by the slack",
        "1000, 2000, 2150, 3000, shifted beyond its end by less than the slack"
    })
    void aStateFollows(long start, long end, long rowStart, long rowEnd, String how) {
        Moment row = moment(rowStart, rowEnd);
        Following following = Following.of(List.of(row), List.of(judged(1, start, end, MomentState.CONFIRMED)));
        assertThat(following.of(row)).as(how).map(Judged::state).contains(MomentState.CONFIRMED);
        assertThat(following.gone()).isEmpty();
    }

    @Test
    void whatIsFarAwayOfAnotherSubjectOrInAnotherRecordingIsNewAndWhatWasJudgedIsGone() {
        Judged confirmed = judged(1, 1_000, 2_000, MomentState.CONFIRMED);
        List<Moment> rows = List.of(
                moment(2_201, 3_000),
                new Moment("drive", "position=2", 1_000, 2_000),
                new Moment("other", "position=1", 1_000, 2_000));
        Following following = Following.of(rows, List.of(confirmed));
        assertThat(rows).allSatisfy(row -> assertThat(following.of(row)).isEmpty());
        assertThat(following.gone()).containsExactly(confirmed);
        assertThat(following.counts(rows)).containsOnlyKeys(MomentState.NEW).containsEntry(MomentState.NEW, 3L);
    }

    @Test
    void whereOneBecameTwoBothTakeItOverUntilOneIsJudgedItself() {
        Judged whole = judged(1, 1_000, 3_000, MomentState.CONFIRMED);
        Moment first = moment(1_000, 1_800);
        Moment second = moment(2_200, 3_000);
        Following split = Following.of(List.of(first, second), List.of(whole));
        assertThat(split.of(first)).contains(whole);
        assertThat(split.of(second)).contains(whole);
        assertThat(split.isShared(whole)).isTrue();

        Judged own = judged(2, 1_000, 1_800, MomentState.FALSE_POSITIVE);
        Following judged = Following.of(List.of(first, second), List.of(whole, own));
        assertThat(judged.of(first)).contains(own);
        assertThat(judged.of(second)).contains(whole);
        assertThat(judged.isShared(whole)).isFalse();
    }

    @Test
    void whereTwoBecameOneItIsTheOneThatItIsMoreLikeAndNeitherIsGone() {
        Judged shorter = judged(1, 1_000, 1_300, MomentState.FALSE_POSITIVE);
        Judged longer = judged(2, 1_600, 3_000, MomentState.CONFIRMED);
        Moment merged = moment(1_000, 3_000);
        Following following = Following.of(List.of(merged), List.of(shorter, longer));
        assertThat(following.of(merged)).contains(longer);
        assertThat(following.gone()).isEmpty();
    }

    @Test
    void aNeighbourWithinTheSlackTakesNothingFromARowThatOverlaps() {
        Judged wrong = judged(1, 1_000, 2_000, MomentState.FALSE_POSITIVE);
        Moment itself = moment(1_000, 2_000);
        Moment neighbour = moment(2_100, 2_500);
        Following following = Following.of(List.of(itself, neighbour), List.of(wrong));
        assertThat(following.of(itself)).contains(wrong);
        assertThat(following.of(neighbour)).isEmpty();
    }

    @Test
    void aPointThatShiftedGoesToTheNearestRowOnly() {
        Judged point = judged(1, 1_000, 1_000, MomentState.CONFIRMED);
        Moment far = moment(850, 850);
        Moment near = moment(1_100, 1_100);
        Following following = Following.of(List.of(far, near), List.of(point));
        assertThat(following.of(near)).contains(point);
        assertThat(following.of(far)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8, 2, 0.8, 0.4902, 0.9433", "10, 0, 1.0, 0.7225, 1.0", "0, 3, 0.0, 0.0, 0.5615"})
    void precisionHasWilsonsInterval(long right, long wrong, double value, double low, double high) {
        Precision precision = Precision.of(right, wrong);
        assertThat(precision.value()).isCloseTo(value, within(1e-12));
        assertThat(precision.low()).isCloseTo(low, within(5e-5));
        assertThat(precision.high()).isCloseTo(high, within(5e-5));
        assertThat(Precision.of(0, 0).value()).isNaN();
    }

    private static Moment moment(long start, long end) {
        return new Moment("drive", "position=1", start, end);
    }

    private static Judged judged(long id, long start, long end, MomentState state) {
        return new Judged(id, moment(start, end), state, null, THEN.plusSeconds(id));
    }
}
