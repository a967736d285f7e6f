package dev.odograph.cli;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.MetricSpec;
import dev.odograph.store.clickhouse.RunFigures;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.RunFilter;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunSummary;
import dev.odograph.worker.Stores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The summary figures of a run beside those of another one. */
final class RunDifference {
    private static final int LOOKED_AT = 50;

    private final RunLedger runs;
    private final RunReader reader;
    private final RunFigures figures;

    RunDifference(Stores stores) {
        this.runs = new RunLedger(stores.postgres());
        this.reader = new RunReader(stores.postgres());
        this.figures = new RunFigures(stores.clickhouse());
    }

    /** A figure in both runs. */
    record Row(String metric, String figure, OptionalDouble before, OptionalDouble after) {
        boolean changed() {
            return !before.equals(after);
        }
    }

    /** The run that succeeded last. */
    String newest() {
        return reader.list(new RunFilter(null, null, RunStatus.SUCCEEDED, 1)).stream()
                .findFirst()
                .map(RunSummary::runId)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.RUN_NOT_FOUND, "No run succeeded yet: start one with ./odograph run GRAPH DATASET"));
    }

    /** The run of the same graph and dataset that succeeded last before this one was made. */
    Optional<String> before(String runId) {
        NewRun run = runs.run(runId).plan();
        return reader.list(new RunFilter(run.spec().name(), run.dataset(), RunStatus.SUCCEEDED, LOOKED_AT)).stream()
                .dropWhile(other -> !other.runId().equals(runId))
                .skip(1)
                .findFirst()
                .map(RunSummary::runId);
    }

    /** All figures of metrics and columns that both runs have. */
    List<Row> rows(String before, String after) {
        NewRun old = runs.run(before).plan();
        NewRun now = runs.run(after).plan();
        List<Row> rows = new ArrayList<>();
        for (MetricSpec metric : now.spec().metrics()) {
            Optional<MetricSpec> other = old.spec().metrics().stream()
                    .filter(known -> known.name().equals(metric.name()))
                    .findFirst();
            if (other.isPresent()) {
                List<String> columns = new ArrayList<>(numbers(now, metric));
                columns.retainAll(numbers(old, other.get()));
                List<RunFigures.Figure> was = figures.of(old.table(other.get()).name(), before, columns);
                List<RunFigures.Figure> is = figures.of(now.table(metric).name(), after, columns);
                for (int i = 0; i < is.size(); i++) {
                    rows.add(new Row(
                            metric.name(),
                            is.get(i).name(),
                            was.get(i).value(),
                            is.get(i).value()));
                }
            }
        }
        return rows;
    }

    /** Prints a run beside the one before it, where there is one. */
    void printBesideTheOneBefore(String runId, Console console) {
        before(runId).ifPresent(old -> {
            console.print("");
            print(old, runId, console);
        });
    }

    /** Prints what differs, and the number of rows of each metric in any case. */
    void print(String before, String after, Console console) {
        List<Row> rows = rows(before, after);
        console.print("Beside run " + before + ":");
        console.table(
                List.of("METRIC", "FIGURE", "OLD", "NEW", "DIFFERENCE"),
                rows.stream()
                        .filter(row -> row.changed() || row.figure().equals("rows"))
                        .map(row -> List.of(
                                row.metric(), row.figure(), text(row.before()), text(row.after()), difference(row)))
                        .toList());
        long same = rows.stream().filter(row -> !row.changed()).count();
        if (same == rows.size()) {
            console.print("No figure changed.");
        }
    }

    /** The figures as JSON shows them. */
    List<Map<String, Object>> view(String before, String after) {
        List<Map<String, Object>> view = new ArrayList<>();
        for (Row row : rows(before, after)) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("metric", row.metric());
            shown.put("figure", row.figure());
            row.before().ifPresent(value -> shown.put("old", value));
            row.after().ifPresent(value -> shown.put("new", value));
            view.add(shown);
        }
        return view;
    }

    private static List<String> numbers(NewRun run, MetricSpec metric) {
        return run.spec().step(metric.step()).orElseThrow().output().columns().stream()
                .filter(column -> !column.key())
                .filter(column -> column.type() == ColumnType.FLOAT64
                        || column.type() == ColumnType.INT64
                        || column.type() == ColumnType.INT32)
                .map(ColumnSpec::name)
                .toList();
    }

    private static String difference(Row row) {
        return row.before().isPresent() && row.after().isPresent()
                ? signed(row.after().getAsDouble() - row.before().getAsDouble())
                : "";
    }

    private static String signed(double value) {
        return value == 0 ? "=" : (value > 0 ? "+" : "") + text(OptionalDouble.of(value));
    }

    private static String text(OptionalDouble value) {
        if (value.isEmpty()) {
            return "-";
        }
        double number = value.getAsDouble();
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) number)
                : String.format(Locale.ROOT, "%.6g", number);
    }
}
