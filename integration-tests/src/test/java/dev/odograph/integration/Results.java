package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.batch.RowHashSql;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.OutputState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What readers see in ClickHouse. */
final class Results {
    private static final String NAMESPACE = "default";

    private final Lab lab;

    Results(Lab lab) {
        this.lab = lab;
    }

    /**
     * What a reader sees of one metric.
     *
     * @param rows number of rows
     * @param keys number of different keys
     * @param digest order-free digest of the rows
     */
    record Seen(long rows, long keys, String digest) {}

    /** Every metric of a run as a reader sees it through the run's view, and no key twice. */
    Map<String, Seen> seen(String runId) {
        Map<String, Seen> seen = new TreeMap<>();
        for (Stage stage : stages(runId)) {
            for (MetricSpec metric : stage.metrics()) {
                TableSchema schema = stage.last().output();
                String keys = schema.keys().stream()
                        .map(ColumnSpec::name)
                        .map(ClickHouseNames::quoted)
                        .collect(Collectors.joining(", "));
                List<String> row = lab.stores
                        .clickhouse()
                        .rows(ClickHouseQuery.of(
                                        "SELECT count(), " + (keys.isEmpty() ? "count()" : "uniqExact(" + keys + ")")
                                                + ", toString(" + RowHashSql.of(schema) + ") FROM " + byRun(metric)
                                                + "(run = {run:String})")
                                .with("run", runId))
                        .getFirst();
                Seen found = new Seen(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)), row.get(2));
                assertThat(found.keys())
                        .as("keys of metric %s, each once", metric.name())
                        .isEqualTo(found.rows());
                seen.put(metric.name(), found);
            }
        }
        return seen;
    }

    /** Rows that a run's artifacts hold, by metric. */
    Map<String, Long> artifactRows(String runId) {
        Map<String, Long> rows = new TreeMap<>();
        for (Stage stage : stages(runId)) {
            long sum = lab.runs.committed(runId).stream()
                    .filter(output -> output.stage() == stage.index())
                    .map(OutputState::rows)
                    .mapToLong(count -> count == null ? 0 : count)
                    .sum();
            stage.metrics().forEach(metric -> rows.put(metric.name(), sum));
        }
        return rows;
    }

    static Map<String, Long> rows(Map<String, Seen> seen) {
        Map<String, Long> rows = new TreeMap<>();
        seen.forEach((metric, found) -> rows.put(metric, found.rows()));
        return rows;
    }

    /** All rows that a view shows, as text by column. */
    List<Map<String, String>> rows(String from, List<String> columns) {
        return lab
                .stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT " + String.join(", ", columns) + " FROM " + from))
                .stream()
                .map(values -> {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        row.put(columns.get(i), values.get(i));
                    }
                    return row;
                })
                .toList();
    }

    /** Deletes the artifact of one output from the store, as a lost disk does. */
    void forgetArtifact(String runId, String stage, int partition) {
        int index = lab.runs.stageNames(runId).indexOf(stage);
        String key = lab.outputs.output(runId, index, partition).orElseThrow().artifactKey();
        lab.outputs.artifact(String.valueOf(key)).orElseThrow().files().forEach(file -> {
            try {
                Files.delete(Path.of(file.path()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    String table(String runId, String metric) {
        return stages(runId).stream()
                .flatMap(stage -> stage.metrics().stream())
                .filter(known -> known.name().equals(metric))
                .map(known -> ClickHouseNames.table(NAMESPACE, known.name(), known.version()))
                .findFirst()
                .orElseThrow();
    }

    TableSchema schema(String runId, String metric) {
        return stages(runId).stream()
                .filter(stage ->
                        stage.metrics().stream().anyMatch(known -> known.name().equals(metric)))
                .map(stage -> stage.last().output())
                .findFirst()
                .orElseThrow();
    }

    private List<Stage> stages(String runId) {
        return Stages.of(lab.ledger.run(runId).plan().spec());
    }

    private static String byRun(MetricSpec metric) {
        return ClickHouseNames.quoted(
                ClickHouseNames.byRunView(ClickHouseNames.table(NAMESPACE, metric.name(), metric.version())));
    }
}
