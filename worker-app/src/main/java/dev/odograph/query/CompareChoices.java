package dev.odograph.query;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import dev.odograph.spec.MetricName;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Publications;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be compared: metrics, and the sides that there are of one.
 *
 * @param metrics names of metrics with results
 * @param sides references that name a side of the chosen metric
 */
public record CompareChoices(List<String> metrics, List<String> sides) {
    private static final String METRICS = Sql.resource("known_metrics.sql");
    private static final String RUNS = Sql.resource("runs_of_metric.sql");
    private static final String RELEASES = Sql.resource("releases.sql");
    private static final int MOST_RUNS = 20;

    public CompareChoices {
        metrics = List.copyOf(metrics);
        sides = List.copyOf(sides);
    }

    /**
     * Reads them.
     *
     * @param metric the chosen metric; null for none yet
     */
    public static CompareChoices read(Postgres postgres, @Nullable String metric) {
        List<String> metrics = postgres.query(
                "listing metrics",
                db -> db.resultQuery(METRICS)
                        .fetch(row -> new MetricName(
                                        Objects.requireNonNull(row.get("namespace", String.class)),
                                        Objects.requireNonNull(row.get("metric", String.class)))
                                .toString()));
        return new CompareChoices(metrics, metric == null ? List.of() : sides(postgres, metric));
    }

    private static List<String> sides(Postgres postgres, String metric) {
        MetricQuestion of = MetricQuestion.of(metric);
        Set<String> sides = new LinkedHashSet<>();
        Set<String> datasets = new LinkedHashSet<>();
        new Publications(postgres).list(of.namespace(), of.name()).forEach(row -> {
            sides.add("channel:" + row.channel() + "@" + row.dataset());
            datasets.add(row.dataset());
        });
        postgres.query(
                        "listing runs of metric \"" + metric + "\"",
                        db -> db.resultQuery(
                                        RUNS, val(of.namespace()), val(of.name()), noCondition(), inline(MOST_RUNS))
                                .fetch())
                .forEach(row -> {
                    sides.add("run:" + row.get("run_id", String.class));
                    sides.add("version:" + row.get("version", String.class) + "@" + row.get("dataset", String.class));
                });
        postgres.query(
                        "listing releases",
                        db -> db.resultQuery(RELEASES, val(datasets.toArray(String[]::new)))
                                .fetch())
                .forEach(row -> sides.add(
                        "release:" + row.get("release", String.class) + "@" + row.get("dataset", String.class)));
        return List.copyOf(sides);
    }
}
