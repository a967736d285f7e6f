package dev.odograph.chaos;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.batch.RowHashSql;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads results as users do: through views. */
final class Reader {
    private static final String NAMESPACE = "default";

    private final ClickHouse clickhouse;
    private final List<Metric> metrics = new ArrayList<>();

    /** A stored metric: its name, table and schema. */
    record Metric(String name, int major, String table, TableSchema schema) {}

    /** A reader of the metrics that a run's graph stores. */
    Reader(ChaosStack stack, String runId) {
        this.clickhouse = stack.stores.clickhouse();
        RunLedger ledger = new RunLedger(stack.stores.postgres());
        for (Stage stage : Stages.of(ledger.run(runId).plan().spec())) {
            for (MetricSpec metric : stage.metrics()) {
                metrics.add(new Metric(
                        metric.name(),
                        metric.version().major(),
                        ClickHouseNames.table(NAMESPACE, metric.name(), metric.version()),
                        stage.last().output()));
            }
        }
    }

    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    /** Every metric of a run, by name. */
    Map<String, Seen> byRun(String runId) {
        return all(metric -> quoted(ClickHouseNames.byRunView(metric.table())) + "(run = '" + runId + "')");
    }

    /** Every metric as channel {@code latest} publishes it, by name. */
    Map<String, Seen> latest() {
        return all(metric -> quoted(ClickHouseNames.latestView(metric.table())) + "(dataset = '" + ChaosStack.DATASET
                + "', channel = 'latest')");
    }

    /** What is visible of a run now, by metric and segment. */
    Map<String, Seen> bySegment(String runId) {
        Map<String, Seen> seen = new TreeMap<>();
        for (Metric metric : metrics) {
            if (metric.schema().bySegment()) {
                String view = quoted(ClickHouseNames.byRunView(metric.table())) + "(run = '" + runId + "')";
                for (List<String> row : clickhouse.rows(ClickHouseQuery.of(
                        "SELECT " + columns(metric) + ", segment_id FROM " + view + " GROUP BY segment_id"))) {
                    seen.put(metric.name() + "/" + row.get(3), seen(row));
                }
            }
        }
        return seen;
    }

    private interface View {
        String of(Metric metric);
    }

    private Map<String, Seen> all(View view) {
        Map<String, Seen> seen = new TreeMap<>();
        for (Metric metric : metrics) {
            seen.put(
                    metric.name(),
                    seen(clickhouse
                            .rows(ClickHouseQuery.of("SELECT " + columns(metric) + " FROM " + view.of(metric)))
                            .getFirst()));
        }
        return seen;
    }

    private static Seen seen(List<String> row) {
        return new Seen(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)), row.get(2));
    }

    private static String columns(Metric metric) {
        String keys = metric.schema().keys().stream()
                .map(ColumnSpec::name)
                .map(ClickHouseNames::quoted)
                .collect(Collectors.joining(", "));
        return "count(), " + (keys.isEmpty() ? "count()" : "uniqExact(" + keys + ")") + ", hex("
                + RowHashSql.of(metric.schema()) + ")";
    }
}
