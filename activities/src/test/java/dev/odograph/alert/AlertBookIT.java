package dev.odograph.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.alert.AlertRule.Kind;
import dev.odograph.alert.AlertRule.Severity;
import dev.odograph.batch.RunLab;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules found is told once when it begins and once when it is over. */
class AlertBookIT {
    private final RunLab lab = RunLab.open();
    private final AlertBook book = new AlertBook(lab.postgres());
    private final AlertRule rule = parked("rule-" + UUID.randomUUID());

    @BeforeEach
    void make() {
        book.add(rule, "test");
    }

    @AfterEach
    void remove() {
        if (book.rules().stream().anyMatch(kept -> kept.rule().name().equals(rule.name()))) {
            book.remove(rule.name());
        }
    }

    @Test
    void threeThousandTimesTheSameIsToldOnce() {
        for (int i = 0; i < 3_000; i++) {
            book.record(rule, Judgement.of(List.of(finding("fleet", "run " + i + " waits"))), "at " + i);
        }
        int first = book.tell();
        int second = book.tell();

        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();
        assertThat(told("opened")).isEqualTo(1);
        assertThat(mine()).singleElement().satisfies(alert -> {
            assertThat(alert.times()).isEqualTo(3_000);
            assertThat(alert.message()).isEqualTo("run 2999 waits");
            assertThat(alert.told()).isTrue();
        });
    }

    @Test
    void whatIsOverIsToldOnceAndOpensAnewWhenItComesAgain() {
        book.record(rule, Judgement.of(List.of(finding("a", "x"), finding("b", "y"))), "1");
        book.tell();
        book.record(rule, Judgement.of(List.of(finding("b", "y"))), "2");
        book.record(rule, Judgement.of(List.of(finding("b", "y"))), "3");

        assertThat(told("resolved")).isEqualTo(1);
        assertThat(mine()).filteredOn(Alert::open).extracting(Alert::slice).containsExactly("b");

        book.record(rule, Judgement.of(List.of(finding("a", "x"), finding("b", "y"))), "4");
        book.tell();
        assertThat(told("opened")).isEqualTo(3);
    }

    @Test
    void whatIsSnoozedIsToldWhenTheSnoozeIsOverAndOnlyIfItIsStillSo() {
        book.snooze(rule.name(), AlertBook.ALL, Duration.ofHours(1), "ada");
        book.record(rule, Judgement.of(List.of(finding("a", "x"), finding("b", "y"))), "1");
        assertThat(book.tell()).isZero();
        book.record(rule, Judgement.of(List.of(finding("a", "x"))), "2");
        assertThat(told("resolved"))
                .as("what was never told is not told to be over")
                .isZero();

        book.snooze(rule.name(), AlertBook.ALL, Duration.ofSeconds(-1), "ada");

        assertThat(book.tell()).isEqualTo(1);
        assertThat(told("opened")).isEqualTo(1);
    }

    @Test
    void oneSliceIsSnoozedAndTheOtherTold() {
        book.snooze(rule.name(), "a", Duration.ofHours(1), "ada");
        book.record(rule, Judgement.of(List.of(finding("a", "x"), finding("b", "y"))), "1");

        assertThat(book.tell()).isEqualTo(1);
        assertThat(mine()).filteredOn(Alert::told).extracting(Alert::slice).containsExactly("b");
    }

    @Test
    void whatCouldNotBeJudgedStaysAsItWas() {
        book.record(
                rule, Judgement.of(List.of(finding("fleet, release 1", "x"), finding("other, release 1", "y"))), "1");
        book.record(rule, new Judgement(List.of(), Set.of("fleet"), "fleet stands on 1 of 9 segments"), "2");

        assertThat(mine()).filteredOn(Alert::open).extracting(Alert::slice).containsExactly("fleet, release 1");
        assertThat(book.rules())
                .filteredOn(kept -> kept.rule().equals(rule))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.unjudged()).isEqualTo("fleet stands on 1 of 9 segments");
                    assertThat(kept.evaluated()).isEqualTo("2");
                });
        book.record(rule, new Judgement(List.of(), Set.of(Judgement.EVERYTHING), "no server"), "");
        assertThat(mine()).filteredOn(Alert::open).hasSize(1);
    }

    @Test
    void aRuleThatIsRemovedEndsWhatItFound() {
        book.record(rule, Judgement.of(List.of(finding("a", "x"))), "1");
        book.tell();
        book.remove(rule.name());

        assertThat(mine()).extracting(Alert::open).containsExactly(false);
        assertThat(told("resolved")).isEqualTo(1);
        assertThatThrownBy(() -> book.remove(rule.name()))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALERT_RULE_NOT_FOUND))
                .hasMessageContaining("alerts rules");
        assertThatThrownBy(() -> book.snooze(rule.name(), AlertBook.ALL, Duration.ofHours(1), "ada"))
                .hasMessageContaining("There is no alert rule");
    }

    @Test
    void twoRulesOfOneNameAreRefused() {
        assertThatThrownBy(() -> book.add(rule, "test"))
                .hasMessageContaining("There is an alert rule \"" + rule.name() + "\": choose another name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "threshold;;mean;1;0;0;needs a metric",
                "threshold;ttc;;1;0;0;needs a figure",
                "threshold;ttc;mean;NaN;0;0;limit NaN is no number",
                "threshold;ttc;mean;;0;0;needs a limit",
                "threshold;ttc;mean;1;1.5;0;coverage 1.5 is no share: give 0 to 1",
                "stale;ttc;;;0;0;say after how long, such as 26h",
                "parked;ttc;;;0;5;leave out the metric",
                "verdict;ttc;mean;1;0;0;of rules of kind threshold"
            })
    void aRuleThatIsNoneSaysAllThatIsWrong(
            String kind, String metric, String figure, Double limit, double coverage, long minutes, String said) {
        assertThatThrownBy(() -> new AlertRule(
                        "wrong",
                        Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)),
                        Severity.WARNING,
                        null,
                        null,
                        "default",
                        metric,
                        "main",
                        null,
                        figure == null ? null : AlertRule.Figure.valueOf(figure.toUpperCase(java.util.Locale.ROOT)),
                        null,
                        limit == null ? null : AlertRule.Side.ABOVE,
                        limit,
                        null,
                        coverage,
                        minutes))
                .hasMessageContaining("Alert rule \"wrong\": ")
                .hasMessageContaining(said);
    }

    private List<Alert> mine() {
        return book.alerts(true, 10_000).stream()
                .filter(alert -> alert.rule().equals(rule.name()))
                .toList();
    }

    private long told(String what) {
        return lab.postgres()
                .query(
                        "counting events",
                        db -> db.fetchSingle(
                                        "SELECT count(*) FROM event WHERE type = ? AND data ->> 'rule' = ?",
                                        "dev.odograph.alert." + what,
                                        rule.name())
                                .get(0, Long.class));
    }

    private static Finding finding(String slice, String message) {
        return new Finding(slice, message, 1.5, "car_following", "safety", "run-1");
    }

    private static AlertRule parked(String name) {
        return new AlertRule(
                name,
                Kind.PARKED,
                Severity.CRITICAL,
                null,
                null,
                "default",
                null,
                "main",
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                5);
    }
}
