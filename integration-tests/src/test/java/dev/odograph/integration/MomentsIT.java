package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.SpanTable;
import dev.odograph.query.MomentReview;
import dev.odograph.query.MomentReviews;
import dev.odograph.review.MomentBook;
import dev.odograph.review.MomentEntry;
import dev.odograph.review.MomentState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people say of hard brakes, over two runs whose brakes begin and end elsewhere. */
class MomentsIT {
    private static final String METRIC = "hard_brake";
    private static final String DATASET = "reviewed";

    private static Lab lab;
    private static MomentReviews reviews;
    private static MomentBook book;

    @BeforeAll
    static void run() {
        lab = Lab.open();
        reviews = new MomentReviews(lab.stores.postgres(), lab.stores.clickhouse());
        book = new MomentBook(lab.stores.postgres());
        lab.simulated(DATASET, 12, 7_533);
        run("reviewed-loose", -1.5);
        run("reviewed-strict", -1.8);
    }

    @Test
    void whatIsSaidFollowsIntoTheNextRunAndGivesPrecisionAndADatasetForCi() {
        MomentReview before = reviews.ofRun(METRIC, "reviewed-loose");
        assertThat(before.moments()).hasSizeGreaterThan(3).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(MomentState.NEW);
            assertThat(row.reference()).contains("@").contains("#position=");
        });
        assertThat(before.precision().value()).isNaN();

        MomentReview.Row right = before.moments().get(0);
        MomentReview.Row wrong = before.moments().get(1);
        say(before, right, MomentState.CONFIRMED, "anna", "a cut-in");
        say(before, wrong, MomentState.FALSE_POSITIVE, null, null);
        say(before, wrong, null, null, "speed bump");
        MomentReview after = reviews.ofRun(METRIC, "reviewed-loose");
        assertThat(MomentReviews.find(after, right.reference()).state()).isEqualTo(MomentState.CONFIRMED);
        assertThat(MomentReviews.find(after, right.reference()).assignee()).isEqualTo("anna");
        assertThat(after.precision().right()).isEqualTo(1);
        assertThat(after.precision().value()).isCloseTo(0.5, within(1e-12));
        MomentReview.Row known = MomentReviews.find(after, wrong.reference());
        assertThat(book.history(Objects.requireNonNull(known.judged()).momentId()))
                .extracting(MomentEntry::text)
                .containsExactly(null, "speed bump");

        // A stricter limit makes brakes shorter, or none: each judged one is there, within what it was, or gone.
        MomentReview strict = reviews.ofRun(METRIC, "reviewed-strict");
        long followed = strict.moments().stream()
                .filter(row -> row.state() != MomentState.NEW)
                .count();
        assertThat(followed).isPositive();
        assertThat(followed + strict.gone().size()).isGreaterThanOrEqualTo(2);
        assertThat(strict.moments())
                .filteredOn(row -> row.state() == MomentState.CONFIRMED)
                .allSatisfy(row -> {
                    assertThat(row.moment().segmentId())
                            .isEqualTo(right.moment().segmentId());
                    assertThat(row.moment().startMs())
                            .isBetween(right.moment().startMs(), right.moment().endMs());
                });
        assertThat(reviews.versions(after))
                .extracting(MomentReview.OfVersion::version)
                .containsExactly("1.0");

        Dataset from = lab.stores.datasets().load(DatasetName.of(DATASET), null);
        Dataset made = lab.stores
                .datasets()
                .derive(
                        DatasetName.of("reviewed_confirmed"),
                        lab.stores
                                .datasets()
                                .load(
                                        from.datasetId(),
                                        from.version(),
                                        List.of(right.moment().segmentId())));
        Corrections spans = new Corrections(DSL.using(lab.stores.pool(), SQLDialect.POSTGRES));
        SpanTable.Row span = new SpanTable.Row(
                right.moment().segmentId(),
                right.moment().startMs(),
                right.moment().endMs(),
                METRIC);
        assertThat(spans.addSpans(made, List.of(span))).hasSize(1);
        assertThat(spans.addSpans(made, List.of(span))).isEmpty();
        assertThat(lab.segments(made)).containsExactly(right.moment().segmentId());
        assertThat(lab.stores.datasets().derive(made.name(), List.of()).version())
                .isEqualTo(made.version());
    }

    @Test
    void whatIsNoMomentIsRefusedWithTheMend() {
        MomentReview review = reviews.ofRun(METRIC, "reviewed-loose");
        String segment = review.moments().getFirst().moment().segmentId();
        assertThatThrownBy(() -> MomentReviews.find(review, segment + "@1"))
                .hasMessageContaining("has no moment \"" + segment + "@1\"")
                .hasMessageContaining("in that recording there are " + segment + "@");
        assertThatThrownBy(() -> reviews.ofRun("platoon_safety", "reviewed-loose"))
                .hasMessageContaining("Rows of metric platoon_safety are no moments");
        assertThatThrownBy(() -> reviews.ofRun("hard_break", "reviewed-loose"))
                .hasMessageContaining("it has exposure, fleet_safety, hard_brake");
        assertThatThrownBy(() -> reviews.ofChannel(METRIC, DATASET, "mian"))
                .hasMessageContaining("latest of " + DATASET);
        assertThatThrownBy(() -> MomentState.parse("wrong")).hasMessageContaining("false_positive");
        assertThatThrownBy(() -> say(review, review.moments().getFirst(), null, null, " "))
                .hasMessageContaining("Comment");
    }

    private static void say(
            MomentReview review,
            MomentReview.Row row,
            @Nullable MomentState state,
            @Nullable String assignee,
            @Nullable String text) {
        MomentReview.Row now = MomentReviews.find(reviews.ofRun(METRIC, review.runId()), row.reference());
        var unused = book.record(
                review.key(),
                now.moment(),
                now.judged(),
                now.shared(),
                new MomentEntry(review.runId(), review.version(), state, assignee, text, "anna", Instant.now()));
    }

    private static void run(String runId, double limit) {
        lab.runs.succeed(
                runId,
                new RunInput(
                        Lab.GRAPH,
                        null,
                        lab.bundles.examples().digest(),
                        DATASET,
                        Map.of("hard_brake_mps2", limit),
                        Purpose.ADHOC,
                        null,
                        null));
    }
}
