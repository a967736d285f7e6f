package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.validation.SqlCatalog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Binds SQL in DuckDB against empty tables, just as a step would run it, so that a mistake is found when a graph is
 * validated. Thread-safe.
 */
public final class DuckDbSqlCatalog implements SqlCatalog {
    private static final String QUERY = "\"query of the step\"";
    private static final long MEMORY_BYTES = 256L << 20;

    private final Map<String, Object> parameters;
    private final Map<String, String> units = new HashMap<>();

    /** A catalog for a graph of these parameters, whose defaults stand for their values. */
    public DuckDbSqlCatalog(List<ParameterSpec> parameters) {
        Map<String, Object> values = new HashMap<>();
        parameters.forEach(parameter -> values.put(parameter.name(), parameter.defaultValue()));
        this.parameters = Map.copyOf(values);
        for (ParameterSpec parameter : parameters) {
            if (parameter.unit() != null) {
                units.put(parameter.name(), parameter.unit());
            }
        }
    }

    @Override
    public List<String> problems(StepSpec step, Map<String, TableSchema> inputs) {
        String sql = switch (step) {
            case StepSpec.Sql query -> query.sql();
            case StepSpec.Reduce reduce -> reduce.sql();
            default -> "";
        };
        if (sql.isEmpty()) {
            return List.of();
        }
        try (DuckDb duckDb =
                DuckDb.open(Path.of(System.getProperty("java.io.tmpdir")).toString(), MEMORY_BYTES)) {
            Query query = Query.parse(duckDb, sql, inputs.keySet(), parameters);
            if (!query.problems().isEmpty()) {
                return query.problems();
            }
            for (Map.Entry<String, TableSchema> input : inputs.entrySet()) {
                duckDb.execute(Sql.emptyTable(input.getKey(), input.getValue()));
            }
            duckDb.lock();
            List<String> problems = bind(duckDb, query, step.output());
            return problems.isEmpty()
                    ? SqlUnits.problems(Query.tree(duckDb, sql), inputs, units, step.output())
                    : problems;
        } catch (SQLException e) {
            throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, "Step \"" + step.name() + "\" cannot be bound", e);
        }
    }

    private static List<String> bind(DuckDb duckDb, Query query, TableSchema output) throws SQLException {
        try {
            duckDb.execute("CREATE TEMP VIEW " + QUERY + " AS " + query.sql());
        } catch (SQLException e) {
            return List.of("it does not bind: " + Failures.text(e));
        }
        return QueryColumns.problems(duckDb.rows("DESCRIBE " + QUERY), output);
    }
}
