package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units through a query: an expression becomes column {@code x} of a table with speeds, times and angles. */
final class SqlUnitsTest {
    private static final Map<String, TableSchema> INPUTS = Map.of(
            "s",
            new TableSchema(List.of(
                    key("id"),
                    column("mps", "m/s"),
                    column("kmh", "km/h"),
                    column("t_ms", "ms"),
                    column("t_s", "s"),
                    column("d_m", "m"),
                    column("heading", "rad"),
                    column("yaw", "deg"),
                    column("omega", "rad/s"),
                    column("plain", null))),
            "o",
            new TableSchema(List.of(key("oid"), column("v", "km/h"), column("d_m", "m"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT id, mps + kmh AS x FROM s; adds mps (m/s) and kmh (km/h): write kmh * 0.2777777777777778, or correct the unit",
                "SELECT id, mps - t_s AS x FROM s; subtracts mps (m/s) and t_s (s): no factor makes m/s of s",
                "SELECT id, plain AS x FROM s WHERE mps > kmh; compares mps (m/s) and kmh (km/h)",
                "SELECT id, plain AS x FROM s WHERE t_ms BETWEEN 0 AND t_s; compares t_ms (ms) and t_s (s)",
                "SELECT id, plain AS x FROM s WHERE mps > $limit; compares mps (m/s) and $limit (km/h)",
                "SELECT id, count(*) FILTER (mps > kmh) AS x FROM s GROUP BY id; compares mps (m/s) and kmh (km/h)",
                "SELECT id, greatest(heading, yaw) AS x FROM s; mixes heading (rad) and yaw (deg)",
                "SELECT id, coalesce(mps, kmh) AS x FROM s; mixes mps (m/s) and kmh (km/h)",
                "SELECT id, CASE WHEN plain > 1 THEN mps ELSE kmh END AS x FROM s; mixes mps (m/s) and kmh (km/h)",
                "SELECT id, t_ms - lag(t_s) OVER (ORDER BY id) AS x FROM s; subtracts t_ms (ms) and lag(t_s) (s)",
                "SELECT id, plain AS x FROM s JOIN o ON o.oid = s.id AND s.mps < o.v; compares s.mps (m/s) and o.v (km/h)",
                "SELECT id, x FROM (SELECT id, mps AS a, kmh AS b, plain AS x FROM s) WHERE a < b; compares a (m/s) and b (km/h)",
                "WITH w AS (SELECT id, max(mps) AS m FROM s GROUP BY id) SELECT w.id, w.m + s.kmh AS x FROM w JOIN s USING (id); adds w.m (m/s) and s.kmh (km/h)",
                "SELECT id, mps * t_s + t_s AS x FROM s; adds mps * t_s (m/s*s) and t_s (s)"
            })
    void whatIsAddedOrComparedHasOneUnit(String sql, String message) {
        assertThat(problems(sql, null))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("its SQL " + message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT id, mps AS x FROM s; km/h; in m/s (mps)",
                "SELECT id, max(yaw) AS x FROM s GROUP BY id; rad; in deg",
                "SELECT id, mps * t_ms AS x FROM s; m; (mps * t_ms), but it is declared in m: write (mps * t_ms) * 0.001",
                "SELECT id, d_m / t_s AS x FROM s; m; no factor makes m of m/s",
                "SELECT * FROM (SELECT id, kmh AS x FROM s); m/s; in km/h",
                "SELECT id, (x + 1)::DOUBLE AS x FROM (SELECT id, t_ms AS x FROM s); s; in ms"
            })
    void whatComesOutHasTheDeclaredUnit(String sql, String unit, String message) {
        assertThat(problems(sql, unit))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains("puts out column \"x\" in ", "declared in " + unit)
                        .contains(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, mps AS x FROM s",
                "SELECT id, kmh / 3.6 AS x FROM s",
                "SELECT id, mps + kmh / 3.6 AS x FROM s",
                "SELECT id, d_m / t_s AS x FROM s",
                "SELECT id, d_m / (t_ms / 1000) AS x FROM s",
                "SELECT id, (mps + lag(mps) OVER (ORDER BY id)) / 2 AS x FROM s",
                "SELECT id, omega * d_m AS x FROM s",
                "SELECT id, coalesce(mps, 0) AS x FROM s WHERE mps > 5 AND heading < pi() AND plain > kmh",
                "SELECT s.id, s.mps AS x FROM s JOIN o ON s.id = o.oid AND s.d_m < o.d_m",
                "SELECT id, CASE WHEN mps > 1 THEN mps ELSE NULL END AS x FROM s",
                "SELECT id, x FROM (SELECT id, unnest([mps, kmh / 3.6]) AS x FROM s)",
                "SELECT id, mps AS x FROM s UNION ALL SELECT oid, v / 3.6 FROM o",
                "SELECT id, x FROM (SELECT id, mps, kmh FROM s) AS t(id, x, other) WHERE x > 1"
            })
    void whatIsRightOrNotUnderstoodPasses(String sql) {
        assertThat(problems(sql, "m/s")).isEmpty();
    }

    private static List<String> problems(String sql, @Nullable String unit) {
        StepSpec step =
                new StepSpec.Sql("q", List.of("s", "o"), new TableSchema(List.of(key("id"), column("x", unit))), sql);
        return new DuckDbSqlCatalog(List.of(new ParameterSpec("limit", ColumnType.FLOAT64, 50.0, "km/h")))
                .problems(step, INPUTS);
    }

    private static ColumnSpec key(String name) {
        return new ColumnSpec(name, ColumnType.STRING, false, true, null, false);
    }

    private static ColumnSpec column(String name, @Nullable String unit) {
        return new ColumnSpec(name, ColumnType.FLOAT64, true, false, unit, false);
    }
}
