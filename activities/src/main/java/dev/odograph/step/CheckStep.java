package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.Violation.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the rules on a table, reading only the columns they name; the rows pass through. All rules about single rows take
 * one pass of aggregates together, rows are looked at only where a rule is broken.
 */
final class CheckStep {
    private static final String ROWS = "rows_to_check";
    private static final String OTHER = "rows_referred_to";

    private final StageScope scope;
    private final StepSpec.Check step;
    private final RowSet input;
    private final Map<String, RowSet> tables;
    private final boolean bySegment;
    private final RuleSql sql;
    private final String subject;

    /**
     * @param tables the tables that foreign keys point to, by name
     */
    CheckStep(StageScope scope, StepSpec.Check step, RowSet input, Map<String, RowSet> tables) {
        this.scope = scope;
        this.step = step;
        this.input = input;
        this.tables = tables;
        this.bySegment = !scope.segmentIds().isEmpty()
                && step.output().column(TableSchema.SEGMENT_ID).isPresent();
        this.sql = new RuleSql(step, bySegment);
        this.subject = "Step \"" + step.name() + "\" (check)" + scope.where();
    }

    /** The rows that were checked, in files that can be read again. */
    RowSet run() {
        RowSet.Files files = switch (input) {
            case RowSet.Files given -> given;
            case RowSet.Stream stream -> spool(stream);
        };
        List<Rule> rules = step.rules();
        boolean all = rules.stream().allMatch(this::implied);
        if (!all) {
            try {
                RuleFindings findings = findings(files, rules);
                scope.violated(findings.violations());
                Optional<OdographException> failure = findings.failure();
                if (failure.isPresent()) {
                    throw failure.get();
                }
            } catch (SQLException e) {
                throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, subject, e);
            }
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

    /** Whether the schema guarantees the rule, which was checked when the rows came out of their step. */
    private boolean implied(Rule rule) {
        return switch (rule.rule()) {
            case "unique" ->
                Set.copyOf(rule.columns())
                        .containsAll(step.output().keys().stream()
                                .map(ColumnSpec::name)
                                .filter(name -> !bySegment || !name.equals(TableSchema.SEGMENT_ID))
                                .toList());
            case "not_null" ->
                rule.columns().stream()
                        .allMatch(name -> step.output()
                                .column(name)
                                .filter(column -> !column.nullable())
                                .isPresent());
            case Rule.FRESH -> true;
            default -> false;
        };
    }

    private RuleFindings findings(RowSet.Files files, List<Rule> rules) throws SQLException {
        List<Integer> ofRows = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (RuleSql.ofRow(rules.get(i)) && !implied(rules.get(i))) {
                ofRows.add(i);
            }
        }
        Map<String, Long> rows = new TreeMap<>(SegmentOrder::compare);
        scope.segmentIds().forEach(id -> rows.put(bySegment ? id : "", 0L));
        Map<Integer, Map<String, Long>> counts = new TreeMap<>();
        onePass(files, ofRows.stream().map(rules::get).toList(), rows, ofRows, counts);
        RuleFindings findings = new RuleFindings(step, rows);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            scope.cancellation().check();
            if (ofRows.contains(i)) {
                Map<String, Long> broken = counts.getOrDefault(i, Map.of());
                if (!broken.isEmpty()) {
                    findings.add(i, broken, samples(files, rule));
                }
            } else if (!implied(rule)) {
                other(files, i, rule, rows, findings);
            }
        }
        return findings;
    }

    /** Counts rows by segment, and those that break rules about single rows. */
    private void onePass(
            RowSet.Files files,
            List<Rule> rules,
            Map<String, Long> rows,
            List<Integer> numbers,
            Map<Integer, Map<String, Long>> counts)
            throws SQLException {
        if (files.files().isEmpty()) {
            return;
        }
        try (DuckDb duckDb = scope.engine()) {
            String from = table(duckDb, ROWS, files, sql.columns(rules));
            for (List<String> row : duckDb.rows(sql.counts(from, rules))) {
                rows.put(row.getFirst(), Long.parseLong(row.get(1)));
                for (int i = 0; i < numbers.size(); i++) {
                    long broken = Long.parseLong(row.get(i + 2));
                    if (broken > 0) {
                        counts.computeIfAbsent(numbers.get(i), number -> new TreeMap<>(SegmentOrder::compare))
                                .put(row.getFirst(), broken);
                    }
                }
            }
        }
    }

    private void other(RowSet.Files files, int number, Rule rule, Map<String, Long> rows, RuleFindings findings)
            throws SQLException {
        if (rule.rule().equals("row_count")) {
            rowCount(number, rule, rows, findings);
            return;
        }
        if (files.files().isEmpty()) {
            return;
        }
        Map<String, Long> broken = new TreeMap<>(SegmentOrder::compare);
        switch (rule.rule()) {
            case "unique" -> {
                try (DuckDb duckDb = scope.engine()) {
                    String from = table(duckDb, ROWS, files, sql.columns(List.of(rule)));
                    counted(duckDb.rows(sql.repeatedCounts(from, rule)), broken);
                }
                if (!broken.isEmpty()) {
                    findings.add(number, broken, samples(files, rule));
                }
            }
            case "foreign_key" -> {
                try (DuckDb duckDb = scope.engine()) {
                    counted(duckDb.rows(sql.counts(orphans(duckDb, files, rule))), broken);
                }
                if (!broken.isEmpty()) {
                    findings.add(number, broken, samples(files, rule));
                }
            }
            case "sql" -> query(files, number, rule, findings);
            default ->
                throw new OdographException(
                        ErrorCode.CHECK_FAILED,
                        "Step \"" + step.name() + "\" (check) has a rule \"" + rule.rule()
                                + "\", which this version does not know: run it by one that does");
        }
    }

    private void rowCount(int number, Rule rule, Map<String, Long> rows, RuleFindings findings) {
        Double minimum = rule.minimum();
        Double maximum = rule.maximum();
        Map<String, Long> broken = new TreeMap<>(SegmentOrder::compare);
        Map<String, List<Sample>> samples = new TreeMap<>();
        (rows.isEmpty() ? Map.of("", 0L) : rows).forEach((segmentId, count) -> {
            if ((minimum != null && count < minimum) || (maximum != null && count > maximum)) {
                broken.put(segmentId, 1L);
                String key = segmentId.isEmpty() ? "" : TableSchema.SEGMENT_ID + " = " + segmentId;
                samples.put(segmentId, List.of(new Sample(key, count + " rows")));
            }
        });
        if (!broken.isEmpty()) {
            findings.add(number, broken, samples);
        }
    }

    /** Runs the author's query. */
    private void query(RowSet.Files files, int number, Rule rule, RuleFindings findings) throws SQLException {
        String table = step.inputs().getFirst();
        String where = subject + ", rule " + rule.shown();
        try (DuckDb duckDb = scope.engine()) {
            List<String> parquet = files.of(TableFile.Format.PARQUET).stream()
                    .map(TableFile::path)
                    .toList();
            String from = table(duckDb, ROWS, files, step.output().columns());
            boolean readOnce = parquet.size() < files.files().size();
            duckDb.execute("CREATE TEMP " + (readOnce ? "TABLE " : "VIEW ") + Sql.name(table) + " AS " + from);
            Query query = Query.parse(
                    duckDb,
                    String.valueOf(rule.text()),
                    Set.of(table),
                    scope.work().parameters());
            if (!query.problems().isEmpty()) {
                throw new OdographException(ErrorCode.SQL_INVALID, where + ": " + String.join("; ", query.problems()));
            }
            Map<String, Long> broken = new TreeMap<>(SegmentOrder::compare);
            counted(duckDb.rows(sql.counts(query.sql())), broken);
            if (!broken.isEmpty()) {
                findings.add(number, broken, sampled(duckDb.rows(sql.samples(query.sql(), rule))));
            }
        } catch (SQLException e) {
            throw Failures.duckDb(ErrorCode.SQL_INVALID, where, e);
        }
    }

    private Map<String, List<Sample>> samples(RowSet.Files files, Rule rule) throws SQLException {
        try (DuckDb duckDb = scope.engine()) {
            String rows = switch (rule.rule()) {
                case "foreign_key" -> orphans(duckDb, files, rule);
                case "unique" -> sql.repeatedRows(table(duckDb, ROWS, files, sql.columns(List.of(rule))), rule);
                default -> sql.brokenRows(table(duckDb, ROWS, files, sql.columns(List.of(rule))), rule);
            };
            return sampled(duckDb.rows(sql.samples(rows, rule)));
        }
    }

    private String orphans(DuckDb duckDb, RowSet.Files files, Rule rule) {
        RowSet.Files other = (RowSet.Files) Optional.ofNullable(tables.get(String.valueOf(rule.table())))
                .filter(RowSet.Files.class::isInstance)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.INTERNAL_ERROR, subject + " was not given table " + rule.table()));
        List<ColumnSpec> wanted = other.schema().columns().stream()
                .filter(column ->
                        rule.values().contains(column.name()) || column.name().equals(TableSchema.SEGMENT_ID))
                .toList();
        String there = other.files().isEmpty()
                ? "SELECT " + Sql.nulls(wanted) + " WHERE false"
                : table(duckDb, OTHER, other, wanted);
        String here = table(duckDb, ROWS, files, sql.columns(List.of(rule)));
        return sql.orphans(here, there, rule, other.schema());
    }

    private static void counted(List<List<String>> rows, Map<String, Long> into) {
        rows.forEach(row -> into.put(row.getFirst(), Long.parseLong(row.get(1))));
    }

    private static Map<String, List<Sample>> sampled(List<List<String>> rows) {
        Map<String, List<Sample>> samples = new TreeMap<>();
        rows.forEach(row -> samples.computeIfAbsent(row.getFirst(), segment -> new ArrayList<>())
                .add(new Sample(row.get(1), row.get(2))));
        return samples;
    }

    private String table(DuckDb duckDb, String name, RowSet.Files files, List<ColumnSpec> columns) {
        List<String> parquet =
                files.of(TableFile.Format.PARQUET).stream().map(TableFile::path).toList();
        String fromParquet = "SELECT " + Sql.names(columns) + " FROM " + Sql.parquet(parquet);
        if (parquet.size() == files.files().size()) {
            return fromParquet;
        }
        duckDb.register(name, scope, RowSet.arrow(scope.allocator(), files));
        String fromArrow = "SELECT " + Sql.names(columns) + " FROM " + name;
        return parquet.isEmpty() ? fromArrow : fromParquet + " UNION ALL " + fromArrow;
    }
}
