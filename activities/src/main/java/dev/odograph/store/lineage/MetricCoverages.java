package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;

import dev.odograph.spec.MetricSpec;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What part of the planned recordings the metrics of a run stand on. */
final class MetricCoverages {
    private static final String BY_METRIC = Sql.resource("coverage_by_metric.sql");
    private static final String OF_REDUCE = Sql.resource("coverage_of_reduce.sql");

    private MetricCoverages() {}

    static List<MetricCoverage> of(DSLContext tx, RunRecord run) {
        Map<String, Totals> done = new HashMap<>();
        for (Record row : tx.resultQuery(BY_METRIC, run.runId(), run.runId()).fetch()) {
            done.put(Objects.requireNonNull(row.get("metric", String.class)), totals(row));
        }
        List<StageRecord> stages = StageRows.of(tx, run.runId());
        List<MetricCoverage> coverage = new ArrayList<>();
        for (StageRecord stage : stages) {
            for (MetricSpec metric : stage.metrics()) {
                Totals covered = stage.reduce()
                        ? reduced(tx, run, stages, stage)
                        : done.getOrDefault(metric.name(), Totals.NONE);
                coverage.add(new MetricCoverage(metric.name(), metric.version(), run.planned(), covered));
            }
        }
        return List.copyOf(coverage);
    }

    /** A reduce stands on the partitions for which everything that it reads is committed. */
    private static Totals reduced(DSLContext tx, RunRecord run, List<StageRecord> stages, StageRecord stage) {
        boolean committed = tx.fetchExists(
                RUN_OUTPUT,
                RUN_OUTPUT.RUN_ID.eq(run.runId()),
                RUN_OUTPUT.STAGE.eq(stage.stage()),
                RUN_OUTPUT.STATUS.eq(OutputStatus.COMMITTED.name()));
        if (!committed) {
            return Totals.NONE;
        }
        Integer[] read = read(stages, stage, new TreeSet<>()).toArray(Integer[]::new);
        return totals(tx.resultQuery(OF_REDUCE, run.runId(), run.runId(), read, read.length, run.runId())
                .fetchSingle());
    }

    /** The stages by partition that a reduce reads, directly or through other reduces. */
    private static Set<Integer> read(List<StageRecord> stages, StageRecord reduce, Set<Integer> found) {
        for (int input : reduce.inputs()) {
            if (stages.get(input).reduce()) {
                read(stages, stages.get(input), found);
            } else {
                found.add(input);
            }
        }
        return found;
    }

    private static Totals totals(Record row) {
        return new Totals(
                row.get("segments", long.class),
                row.get("rows", long.class),
                row.get("distance_m", double.class),
                row.get("duration_ms", long.class));
    }
}
