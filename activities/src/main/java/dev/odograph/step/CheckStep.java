package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.spec.TableSchema;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the rules on a table in one scan for each rule, reading only the columns they name; the rows pass through. */
final class CheckStep {
    private static final String ROWS = "rows_to_check";

    private final StageScope scope;
    private final StepSpec.Check step;
    private final RowSet input;

    CheckStep(StageScope scope, StepSpec.Check step, RowSet input) {
        this.scope = scope;
        this.step = step;
        this.input = input;
    }

    /** The rows that were checked, in files that can be read again. */
    RowSet run() {
        RowSet.Files files = switch (input) {
            case RowSet.Files given -> given;
            case RowSet.Stream stream -> spool(stream);
        };
        for (Rule rule : step.rules()) {
            scope.cancellation().check();
            violations(files, rule);
        }
        return new RowSet.Files(step.output(), files.files());
    }

    private RowSet.Files spool(RowSet.Stream stream) {
        Path path = scope.scratch(".arrow");
        try (TableWriter writer = new TableWriter(scope.allocator(), stream.schema(), path)) {
            writer.writeAll(stream.reader());
            return new RowSet.Files(stream.schema(), writer.finish().files());
        }
    }

    private void violations(RowSet.Files files, Rule rule) {
        String subject = "Step \"" + step.name() + "\" (check)" + scope.where();
        if (implied(rule) || files.files().isEmpty()) {
            return;
        }
        try (DuckDb duckDb = scope.engines().open()) {
            List<ColumnSpec> columns = columns(rule);
            String from = table(duckDb, files, columns);
            List<List<String>> found = duckDb.rows(sql(rule, from, columns));
            if (!found.isEmpty() && Long.parseLong(found.getFirst().getFirst()) > 0) {
                throw failed(rule, columns, found.getFirst());
            }
        } catch (SQLException e) {
            throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, subject, e);
        }
    }

    /** Whether the schema guarantees the rule, which was checked when the rows came out of their step. */
    private boolean implied(Rule rule) {
        return switch (rule.rule()) {
            case "unique" ->
                Set.copyOf(rule.columns())
                        .containsAll(step.output().keys().stream()
                                .map(ColumnSpec::name)
                                .toList());
            case "not_null" ->
                rule.columns().stream()
                        .allMatch(name -> step.output()
                                .column(name)
                                .filter(c -> !c.nullable())
                                .isPresent());
            default -> false;
        };
    }

    private List<ColumnSpec> columns(Rule rule) {
        Set<ColumnSpec> columns = new LinkedHashSet<>(step.output().keys());
        for (String name : rule.columns()) {
            columns.add(step.output()
                    .column(name)
                    .orElseThrow(() -> new OdographException(
                            ErrorCode.CHECK_FAILED,
                            "Step \"" + step.name() + "\" (check) names column \"" + name
                                    + "\", which its input lacks: correct the rule")));
        }
        return List.copyOf(columns);
    }

    private String table(DuckDb duckDb, RowSet.Files files, List<ColumnSpec> columns) {
        List<String> parquet =
                files.of(TableFile.Format.PARQUET).stream().map(TableFile::path).toList();
        String fromParquet = "SELECT " + Sql.names(columns) + " FROM " + Sql.parquet(parquet);
        if (parquet.size() == files.files().size()) {
            return fromParquet;
        }
        duckDb.register(ROWS, scope, RowSet.arrow(scope.allocator(), files));
        String fromArrow = "SELECT " + Sql.names(columns) + " FROM " + ROWS;
        return parquet.isEmpty() ? fromArrow : fromParquet + " UNION ALL " + fromArrow;
    }

    /** One row: number of violations, value and key of the least violating row. */
    private String sql(Rule rule, String from, List<ColumnSpec> columns) {
        String names = rule.columns().stream().map(Sql::name).collect(Collectors.joining(", "));
        TableSchema keyed = new TableSchema(columns);
        String keys = keyed.keys().stream()
                .map(key -> Sql.text(key.name() + " = ") + " || " + Sql.name(key.name()))
                .collect(Collectors.joining(" || ', ' || "));
        String keyText = keys.isEmpty() ? "''" : keys;
        String order = keyed.keys().isEmpty() ? "0" : "row(" + Sql.names(keyed.keys()) + ")";
        return switch (rule.rule()) {
            case "unique" ->
                "SELECT count(*), arg_min(places, first), arg_min(key, first) FROM (SELECT count(*)"
                        + " AS places, min(" + order + ") AS first, arg_min(" + keyText + ", " + order
                        + ") AS key FROM ("
                        + from + ") GROUP BY " + names + " HAVING count(*) > 1)";
            case "not_null" -> summary("'null'", keyText, order, from, anyNull(rule));
            case "range" -> summary(names, keyText, order, from, outside(rule));
            default ->
                throw new OdographException(
                        ErrorCode.CHECK_FAILED,
                        "Step \"" + step.name() + "\" (check) has a rule \"" + rule.rule()
                                + "\": use not_null, unique or range");
        };
    }

    private static String summary(String value, String key, String order, String from, String where) {
        return "SELECT count(*), arg_min(" + value + ", " + order + "), arg_min(" + key + ", " + order + ") FROM ("
                + from + ") WHERE " + where;
    }

    private static String anyNull(Rule rule) {
        return rule.columns().stream().map(name -> Sql.name(name) + " IS NULL").collect(Collectors.joining(" OR "));
    }

    private static String outside(Rule rule) {
        List<String> bounds = new ArrayList<>();
        for (String column : rule.columns()) {
            Double minimum = rule.minimum();
            Double maximum = rule.maximum();
            bounds.add("isnan(CAST(" + Sql.name(column) + " AS DOUBLE))");
            if (minimum != null) {
                bounds.add(Sql.name(column) + " < " + Sql.literal(minimum));
            }
            if (maximum != null) {
                bounds.add(Sql.name(column) + " > " + Sql.literal(maximum));
            }
        }
        return String.join(" OR ", bounds);
    }

    private OdographException failed(Rule rule, List<ColumnSpec> columns, List<String> found) {
        String subject = "Step \"" + step.name() + "\" (check): rule " + rule.rule() + " on "
                + rule.columns().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
        String value = switch (rule.rule()) {
            case "unique" -> "which " + found.get(1) + " rows share";
            case "range" ->
                "with " + found.get(1) + ", outside [" + bound(rule.minimum(), "-∞") + ", " + bound(rule.maximum(), "∞")
                        + "]";
            default -> "with null";
        };
        String rows = "unique".equals(rule.rule()) ? " values" : " rows";
        return new OdographException(
                ErrorCode.CHECK_FAILED,
                subject + " fails for " + found.getFirst() + rows
                        + (columns.isEmpty() ? "" : ", the first at " + found.get(2)) + " " + value
                        + ": correct the data or the step before it, or the rule");
    }

    private static String bound(@org.jspecify.annotations.Nullable Double bound, String none) {
        return bound == null ? none : bound.toString();
    }
}
