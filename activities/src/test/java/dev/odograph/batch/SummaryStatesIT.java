package dev.odograph.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PostgresWriteLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Summaries agree with the rows, whichever way they came to be. */
class SummaryStatesIT {
    private static final String FIGURES = "sum(present), sum(sum), min(least), max(most)";
    private static final String PLAIN = "count(ttc_s), sum(ttc_s), min(ttc_s), max(ttc_s)";

    @TempDir
    Path directory;

    private final RunLab runs = RunLab.open();
    private final WriteLedger ledger = new PostgresWriteLedger(runs.postgres());
    private ResultLab results;
    private String runId;

    @BeforeEach
    void prepareARun() {
        results = ResultLab.open(directory);
        runId = runs.run("fleet", 1);
    }

    @Test
    void statesOfACommittedBatchSayWhatItsRowsSay() throws Exception {
        commit(CommitProbe.NONE, 20_000, "a", "b");
        assertThat(results.storedStates()).isEqualTo(4);
        assertThat(results.count("SELECT sum(rows) FROM " + summary() + " WHERE `column` = ''"))
                .isEqualTo(40_000);
        assertSameFigures("segment_id = 'b'");
        assertSameFigures("1");
        assertRankWithin("1", 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"number / 7", "1e6 + exp(randNormal(0.5, 0.8))", "pow(number % 1000, 8)", "1e15 + number"})
    void quantilesAreWithinOnePercentInRank(String value) {
        insert(1, 0, "'seg-' || toString(number % 7)", value, 100_000);
        insert(2, 0, "'few-' || toString(number % 300)", value, 20_000);
        for (double level : new double[] {0.01, 0.25, 0.5, 0.95, 0.99}) {
            assertRankWithin("1", level);
            assertRankWithin("segment_id = 'seg-3'", level);
        }
        assertSameFigures("1");
    }

    @Test
    void writesOfAnEarlierReleaseAreSummarisedFromTheirRows() throws Exception {
        commit(CommitProbe.NONE, 300, "a");
        long stated = results.storedStates();
        insert(1_000_000_007, 0, "'old'", "number + 0.5", 1_000);
        assertThat(results.storedStates()).isEqualTo(stated);
        assertThat(results.count("SELECT sum(rows) FROM " + summary() + " WHERE `column` = ''"))
                .isEqualTo(1_300);
        assertSameFigures("1");
        assertRankWithin("1", 0.9);
    }

    @Test
    void whatIsNotANumberIsCountedApart() {
        insert(1, 0, "'a'", "multiIf(number = 3, nan, number = 4, inf, number = 5, NULL, toFloat64(number))", 10);
        assertThat(row("SELECT present, not_finite, sum, least, most, last, toString(points) FROM " + summary()
                        + " WHERE `column` = 'ttc_s'"))
                .containsExactly("7", "2", "33", "0", "9", "9", "[0,1,2,6,7,8,9]");
    }

    @Test
    void aColumnWithoutAValueHasNoLeastAndNoMost() {
        insert(1, 0, "'a'", "NULL", 10);
        assertThat(row("SELECT present, sum, isNull(least), isNull(most), rows FROM " + summary()
                        + " WHERE `column` = 'ttc_s'"))
                .containsExactly("0", "0", "1", "1", "10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE default__ttc_v1_states DELETE WHERE `column` = 'ttc_s' SETTINGS mutations_sync = 1",
                "INSERT INTO default__ttc_v1_states SELECT * FROM default__ttc_v1_states",
                "ALTER TABLE default__ttc_v1_states UPDATE digest = digest + 1 WHERE 1 SETTINGS mutations_sync = 1",
            })
    void aWriteWhoseStatesAreNotThoseOfItsRowsIsGivenUp(String damage) {
        assertThatThrownBy(() -> commit(
                        (point, batchId, writeNo) -> {
                            if (point == CommitPoint.AFTER_STATES) {
                                results.clickhouse().execute(damage);
                            }
                        },
                        10,
                        "a"))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_NOT_VERIFIED));
        assertThat(results.count("SELECT count() FROM " + summary())).isZero();
    }

    @Test
    void aBatchWithoutRowsHasNoStatesAndNeedsNone() throws Exception {
        commit(CommitProbe.NONE, 0, "a");
        assertThat(results.storedStates()).isZero();
        assertThat(results.count("SELECT count() FROM " + summary())).isZero();
    }

    @Test
    void aBatchOfNoMoreRowsThanItsStatesWouldBeIsSummarisedFromItsRows() throws Exception {
        commit(CommitProbe.NONE, 2, "a", "b");
        assertThat(results.storedStates()).isZero();
        commit(CommitProbe.NONE, 3, "c", "d");
        assertThat(results.storedStates()).isEqualTo(4);
        assertThat(results.count("SELECT sum(rows) FROM " + summary() + " WHERE `column` = ''"))
                .isEqualTo(10);
        assertSameFigures("1");
        assertSameFigures("segment_id = 'b'");
    }

    @Test
    void aSmallWriteOfWhichRowsAreMissingIsGivenUp() {
        assertThatThrownBy(() -> commit(
                        (point, batchId, writeNo) -> {
                            if (point == CommitPoint.AFTER_INSERT) {
                                results.clickhouse()
                                        .execute("ALTER TABLE default__ttc_v1 DELETE WHERE t_ms = 0"
                                                + " SETTINGS mutations_sync = 1");
                            }
                        },
                        2,
                        "a"))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_NOT_VERIFIED));
        assertThat(results.count("SELECT count() FROM " + rows())).isZero();
    }

    private void commit(CommitProbe probe, int rows, String... segments) throws Exception {
        BatchRequest batch = results.batch("batch-" + UUID.randomUUID(), rows, segments);
        new BatchCommitter(ledger, results.clickhouse(), probe).commit(runs.output(runId, 0, batch), List.of(batch));
        new Mirror(new PostgresMirrorLedger(runs.postgres()), results.clickhouse()).drain();
    }

    /** Rows that are visible as an earlier release leaves them. */
    private void insert(long writeNo, int stated, String segment, String value, int rows) {
        results.clickhouse()
                .execute("INSERT INTO default__ttc_v1 (segment_id, t_ms, ttc_s, write_no) SELECT " + segment
                        + ", number, " + value + ", " + writeNo + " FROM numbers(" + rows + ")");
        results.clickhouse()
                .execute("INSERT INTO visibility SELECT DISTINCT '" + runId
                        + "', 'ttc', 1, segment_id, write_no, write_no," + stated
                        + " FROM default__ttc_v1 WHERE write_no = " + writeNo);
    }

    private void assertSameFigures(String segments) {
        List<String> stated =
                row("SELECT " + FIGURES + " FROM " + summary() + " WHERE `column` = 'ttc_s' AND " + segments);
        List<String> plain = row("SELECT " + PLAIN + " FROM " + rows() + " WHERE " + segments);
        assertThat(stated.get(0)).as("count").isEqualTo(plain.get(0));
        double sum = Double.parseDouble(plain.get(1));
        assertThat(Double.parseDouble(stated.get(1))).as("sum").isCloseTo(sum, within(1e-12 * Math.abs(sum)));
        assertThat(stated.subList(2, 4)).as("least and most").isEqualTo(plain.subList(2, 4));
    }

    private void assertRankWithin(String segments, double level) {
        String value = row("SELECT toString(quantileExactWeighted(" + level
                        + ")(point, toUInt64(present * 100 / length(points)))) FROM " + summary()
                        + " ARRAY JOIN points AS point WHERE `column` = 'ttc_s' AND " + segments)
                .getFirst();
        List<String> ranks =
                row("SELECT countIf(ttc_s < toFloat64('" + value + "')) / count(ttc_s), countIf(ttc_s <= toFloat64('"
                        + value + "')) / count(ttc_s) FROM " + rows() + " WHERE " + segments);
        assertThat(level)
                .as("rank of %s where %s", value, segments)
                .isBetween(Double.parseDouble(ranks.get(0)) - 0.01, Double.parseDouble(ranks.get(1)) + 0.01);
    }

    private String summary() {
        return "default__ttc_v1_summary_by_run(run = '" + runId + "')";
    }

    private String rows() {
        return "default__ttc_v1_by_run(run = '" + runId + "')";
    }

    private List<String> row(String sql) {
        return results.clickhouse().rows(ClickHouseQuery.of(sql)).getFirst();
    }
}
