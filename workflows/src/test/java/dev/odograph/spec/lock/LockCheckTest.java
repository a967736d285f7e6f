package dev.odograph.spec.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LockCheckTest {
    private static final List<String> COLUMNS =
            List.of("segment_id string key", "t_ms int64 [ms] key", "ttc_s float64 [s] nullable");
    private static final int ROWS = 500;

    @Test
    void theSameIsCompatibleAndUpToDate() {
        GraphLock lock = lock(metric("1.0", Tolerance.EXACT, COLUMNS, at -> at));

        assertThat(LockCheck.problems(lock, lock)).isEmpty();
        assertThat(LockCheck.stale(lock, lock)).isEmpty();
        assertThat(GraphLock.read("a.lock.json", lock.write())).isEqualTo(lock);
    }

    @ParameterizedTest
    @CsvSource({
        // version, absolute, relative, moved by, is a problem
        "1.0, 0,     0,    0,      false",
        "1.0, 0,     0,    1e-12,  true",
        "1.0, 0.001, 0,    0.0009, false",
        "1.0, 0.001, 0,    0.0011, true",
        "1.0, 0,     0.01, 0.005,  false",
        "1.0, 0,     0.01, 50,     true",
        "1.1, 0,     0,    50,     false",
        "2.0, 0,     0,    50,     false"
    })
    void valuesMoveWithinTheToleranceOrWithAVersion(
            String version, double absolute, double relative, double moved, boolean problem) {
        Tolerance tolerance = new Tolerance(absolute, relative);
        GraphLock before = lock(metric("1.0", tolerance, COLUMNS, at -> 1.0 + at));
        GraphLock after = lock(metric(version, tolerance, COLUMNS, at -> 1.0 + at + moved));

        List<LockProblem> problems = LockCheck.problems(before, after);

        assertThat(problems).hasSize(problem ? 1 : 0);
        assertThat(problems).allSatisfy(found -> {
            assertThat(found.rule()).isEqualTo("values_changed");
            assertThat(found.message()).contains("Rule: ", "Mend: ", "version 1.1", "ttc_s", "→");
        });
    }

    @Test
    void oneRowThatTheLockDoesNotShowIsSeen() {
        GraphLock before = lock(metric("1.0", Tolerance.EXACT, COLUMNS, at -> at));
        GraphLock after = lock(metric("1.0", Tolerance.EXACT, COLUMNS, at -> at == 7 ? 7.0000001 : at));

        assertThat(LockCheck.problems(before, after))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("mean"));
    }

    @Test
    void oneRowBeyondTheToleranceIsSeenWhereFiguresAndShownRowsStay() {
        // The mean moves by 0.9 / 500, far less than the tolerance; row 7 is none of those that are shown.
        GraphLock before = lock(metric("1.0", Tolerance.absolute(0.5), COLUMNS, at -> at));
        GraphLock after = lock(metric("1.0", Tolerance.absolute(0.5), COLUMNS, at -> at == 7 ? 7.9 : at));
        GraphLock within = lock(metric("1.0", Tolerance.absolute(0.5), COLUMNS, at -> at == 7 ? 7.4 : at));
        GraphLock read = GraphLock.read("a.lock.json", before.write());

        assertThat(LockCheck.problems(read, within)).isEmpty();
        assertThat(LockCheck.problems(read, after))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("row 8 of 500 in order of the key: ttc_s 7.0 → 7.9"));
    }

    @Test
    void aLockWithoutTheValuesProvesNothingAndSaysSo() {
        GraphLock exact = lock(metric("1.0", Tolerance.EXACT, COLUMNS, at -> at));
        LockedMetric metric = exact.metrics().get("ttc");
        GraphLock before = lock(
                Map.of(
                        "ttc",
                        new LockedMetric(
                                metric.version(),
                                metric.step(),
                                Tolerance.absolute(0.5),
                                metric.columns(),
                                metric.golden())),
                "default");
        GraphLock after = lock(metric("1.0", Tolerance.absolute(0.5), COLUMNS, at -> at == 7 ? 7.1 : at));

        assertThat(LockCheck.problems(before, after))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("the lock keeps none: lock again, with a tolerance"));
    }

    @Test
    void theLockedToleranceCountsNotTheOneThatCameWithTheChange() {
        GraphLock before = lock(metric("1.0", Tolerance.EXACT, COLUMNS, at -> at));
        GraphLock after = lock(metric("1.0", Tolerance.absolute(9), COLUMNS, at -> at + 1));

        assertThat(LockCheck.problems(before, after))
                .extracting(LockProblem::rule)
                .containsExactly("values_changed");
    }

    @Test
    void noToleranceLetsOtherValuesThanDoublesMove() {
        GraphLock before = lock(metric("1.0", Tolerance.absolute(9), COLUMNS, at -> at));
        GraphLock after = lock(metric("1.0", Tolerance.absolute(9), COLUMNS, at -> at, at -> at == 7 ? 71 : at));

        assertThat(LockCheck.problems(before, after))
                .extracting(LockProblem::rule)
                .containsExactly("values_changed");
    }

    @Test
    void aMetricThatIsGoneAndOneInAnotherNamespaceAreNamed() {
        GraphLock before = lock(metric("1.2", Tolerance.EXACT, COLUMNS, at -> at));
        GraphLock gone = lock(Map.of(), "default");
        GraphLock moved = lock(before.metrics(), "other");

        assertThat(LockCheck.problems(before, gone).getFirst().message()).contains("\"ttc\" 1.2", "--drop ttc");
        assertThat(LockCheck.problems(before, moved))
                .extracting(LockProblem::rule)
                .containsExactly("metric_gone");
    }

    @Test
    void aVersionThatSinksAndAUnitThatChangesAreNamed() {
        GraphLock before = lock(metric("1.2", Tolerance.EXACT, COLUMNS, at -> at));
        List<String> inMs = List.of(COLUMNS.get(0), COLUMNS.get(1), "ttc_s float64 [ms] nullable");

        assertThat(LockCheck.problems(before, lock(metric("1.1", Tolerance.EXACT, COLUMNS, at -> at))))
                .extracting(LockProblem::rule)
                .containsExactly("version_lowered");
        assertThat(LockCheck.problems(before, lock(metric("1.3", Tolerance.EXACT, inMs, at -> at))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.rule()).isEqualTo("unit_changed");
                    assertThat(problem.message()).contains("was in s and is in ms", "version 2.0");
                });
    }

    @Test
    void aNewNullableColumnWantsAMinorVersionAndThenALock() {
        GraphLock before = lock(metric("1.0", Tolerance.EXACT, COLUMNS, at -> at));
        List<String> more = new ArrayList<>(COLUMNS);
        more.add("note string nullable");

        assertThat(LockCheck.problems(before, lock(metric("1.0", Tolerance.EXACT, more, at -> at))))
                .extracting(LockProblem::rule)
                .containsExactly("schema_grows");
        GraphLock bumped = lock(metric("1.1", Tolerance.EXACT, more, at -> at));
        assertThat(LockCheck.problems(before, bumped)).isEmpty();
        assertThat(LockCheck.stale(before, bumped))
                .extracting(LockProblem::rule)
                .containsExactly("lock_stale");
    }

    @Test
    void aFileThatIsNoLockIsRefused() {
        assertThatThrownBy(() -> GraphLock.read("x.lock.json", "<<<<<<< HEAD"))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("x.lock.json");
        assertThatThrownBy(() -> GraphLock.read("x.lock.json", "{\"format\": 99}"))
                .hasMessageContaining("format 99");
    }

    private static LockedMetric metric(
            String version, Tolerance tolerance, List<String> columns, IntToDoubleFunction value) {
        return metric(version, tolerance, columns, value, at -> at);
    }

    private static LockedMetric metric(
            String version,
            Tolerance tolerance,
            List<String> columns,
            IntToDoubleFunction value,
            java.util.function.IntUnaryOperator time) {
        List<ColumnSpec> specs = columns.stream().map(ColumnText::parse).toList();
        GoldenWriter writer = new GoldenWriter(specs, ROWS);
        for (int at = 0; at < ROWS; at++) {
            @Nullable Object[] row = new @Nullable Object[specs.size()];
            row[0] = "a|b";
            row[1] = (long) time.applyAsInt(at);
            row[2] = value.applyAsDouble(at);
            writer.add(row);
        }
        return LockedMetric.of(
                new MetricSpec("ttc", Version.parse(version), "ttc", tolerance),
                new TableSchema(specs),
                writer.golden());
    }

    private static GraphLock lock(LockedMetric metric) {
        return lock(Map.of("ttc", metric), "default");
    }

    private static GraphLock lock(Map<String, LockedMetric> metrics, String namespace) {
        return new GraphLock(
                GraphLock.FORMAT,
                namespace,
                "following",
                new Version(1, 0),
                new GraphLock.Sample("platoon", Map.of()),
                metrics,
                Map.of("ttc", "kernel 0123456789abcdef"));
    }
}
