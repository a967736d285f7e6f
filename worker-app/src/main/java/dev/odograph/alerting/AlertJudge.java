package dev.odograph.alerting;

import static java.util.Objects.requireNonNull;

import dev.odograph.alert.AlertRule;
import dev.odograph.alert.AlertRule.Kind;
import dev.odograph.alert.Finding;
import dev.odograph.alert.Judgement;
import dev.odograph.compare.CompareOptions;
import dev.odograph.compare.MeasureComparison;
import dev.odograph.compare.Verdict;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.ComparedMetric;
import dev.odograph.query.ComparisonWords;
import dev.odograph.query.Comparisons;
import dev.odograph.query.PublishedRun;
import dev.odograph.query.ReadRequest;
import dev.odograph.query.SavedRead;
import dev.odograph.query.SavedReads;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricName;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PostgresTableLock;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What rules say of what is there now. Reads only. Thread-safe. */
public final class AlertJudge {
    private static final String PARKED = Sql.resource(AlertJudge.class, "parked_runs.sql");
    private static final String BEFORE = Sql.resource(AlertJudge.class, "shown_before.sql");
    /** Most slices that a rule looks at. */
    private static final int SLICES = 1_000;

    private final Postgres postgres;
    private final Publications publications;
    private final RunLedger runs;
    private final RunReader reader;
    private final SavedReads reads;
    private final Comparisons comparisons;

    /** A judge of what these stores hold. */
    public AlertJudge(Postgres postgres, DataSource pool, DatasetStore datasets, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.publications = new Publications(postgres);
        this.runs = new RunLedger(postgres);
        this.reader = new RunReader(postgres);
        this.reads = new SavedReads(postgres, clickhouse, new ResultTables(clickhouse, new PostgresTableLock(pool)));
        this.comparisons = new Comparisons(postgres, datasets, clickhouse);
    }

    /** A word for what a rule looks at: while it is the same, so is the judgement. Of rules about time it is the minute. */
    public String at(AlertRule rule) {
        return rule.kind() == Kind.PARKED || rule.kind() == Kind.STALE
                ? "minute " + Instant.now().getEpochSecond() / 60
                : shown(rule).stream()
                        .map(row -> row.dataset() + "=" + row.runId())
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    /**
     * Judges a rule.
     *
     * @throws OdographException METRIC_NOT_FOUND where nothing of the metric is published, ARGUMENT_INVALID where it has no
     *     such column or its recordings no such tag
     */
    public Judgement judge(AlertRule rule) {
        return switch (rule.kind()) {
            case PARKED -> Judgement.of(parked(rule));
            case STALE -> Judgement.of(stale(rule, shown(rule)));
            case THRESHOLD -> threshold(rule, shown(rule));
            case VERDICT -> verdict(shown(rule));
        };
    }

    private List<PublicationRow> shown(AlertRule rule) {
        return PublishedRun.shown(
                publications,
                new MetricName(rule.namespace(), requireNonNull(rule.metric())),
                rule.dataset(),
                rule.channel());
    }

    private List<Finding> parked(AlertRule rule) {
        return postgres.query(
                "looking for runs that wait",
                db -> db.resultQuery(PARKED, rule.graph(), rule.graph(), rule.minutes())
                        .fetch(row -> {
                            long count = row.get("runs", long.class);
                            String runId = row.get("first_run", String.class);
                            return new Finding(
                                    requireNonNull(row.get("graph", String.class)),
                                    (count == 1 ? "Run " + runId + " waits" : count + " runs wait, first " + runId)
                                            + " for an operator: " + row.get("message", String.class)
                                            + ". ./odograph runs show " + runId + " says what may be done",
                                    (double) count,
                                    row.get("graph", String.class),
                                    row.get("owner", String.class),
                                    runId);
                        }));
    }

    private List<Finding> stale(AlertRule rule, List<PublicationRow> shown) {
        Instant since = Instant.now().minus(Duration.ofMinutes(rule.minutes()));
        return shown.stream()
                .filter(row -> row.publishedAt().isBefore(since))
                .map(row -> {
                    long hours =
                            Duration.between(row.publishedAt(), Instant.now()).toHours();
                    return finding(
                            row,
                            graph(row),
                            row.dataset(),
                            "Channel " + row.channel() + " of " + row.metric() + " on " + row.dataset()
                                    + " shows a run of " + hours + " h ago: is data missing, or do runs fail?",
                            (double) hours);
                })
                .toList();
    }

    private Judgement threshold(AlertRule rule, List<PublicationRow> shown) {
        List<Finding> found = new ArrayList<>();
        Set<String> unsure = new HashSet<>();
        List<String> why = new ArrayList<>();
        boolean rate = rule.figure() == AlertRule.Figure.RATE;
        for (PublicationRow row : shown) {
            Optional<String> less = tooLittle(rule, row);
            if (less.isPresent()) {
                unsure.add(row.dataset());
                why.add(less.get());
                continue;
            }
            List<List<@Nullable String>> answer = reads.rows(
                    new ResultSource("", row.metric(), row.runId(), row.dataset(), row.channel(), 0),
                    new ReadRequest(
                            rate ? SavedRead.RATES : SavedRead.DISTRIBUTION, rule.column(), rule.by(), null, SLICES));
            int at = answer.getFirst().indexOf(requireNonNull(rule.figure()).answer());
            GraphSpec graph = graph(row);
            for (List<@Nullable String> slice : answer.subList(1, answer.size())) {
                String text = slice.get(at);
                if (text == null || !rule.finds(Double.parseDouble(text))) {
                    continue;
                }
                double value = Double.parseDouble(text);
                String of = rule.by() == null ? "" : rule.by() + " " + slice.getFirst();
                found.add(finding(
                        row,
                        graph,
                        row.dataset() + (of.isEmpty() ? "" : ", " + of),
                        rule.figure().word() + " of " + (rule.column() == null ? row.metric() : rule.column())
                                + (of.isEmpty() ? "" : " for " + of) + " on " + row.dataset() + " is "
                                + ComparisonWords.number(value) + ", "
                                + requireNonNull(rule.side()).name().toLowerCase(java.util.Locale.ROOT) + " "
                                + ComparisonWords.number(rule.limit()) + " (" + slice.get(1) + " segments)",
                        value));
            }
        }
        return new Judgement(found, unsure, why.isEmpty() ? null : String.join("; ", why));
    }

    /** Why a publication stands on too few segments; empty where it does not. */
    private Optional<String> tooLittle(AlertRule rule, PublicationRow row) {
        return reader.coverage(row.runId()).stream()
                .filter(one -> one.metric().equals(row.metric()))
                .filter(one -> share(one) < rule.coverage())
                .findFirst()
                .map(one -> row.dataset() + " stands on " + one.done().segments() + " of "
                        + one.planned().segments() + " segments, and the rule asks for "
                        + Math.round(100 * rule.coverage()) + " %");
    }

    private static double share(MetricCoverage coverage) {
        return coverage.planned().segments() == 0
                ? 1
                : (double) coverage.done().segments() / coverage.planned().segments();
    }

    private Judgement verdict(List<PublicationRow> shown) {
        List<Finding> found = new ArrayList<>();
        Set<String> unsure = new HashSet<>();
        List<String> why = new ArrayList<>();
        for (PublicationRow row : shown) {
            String before = postgres.query(
                            "looking for what was shown before",
                            db -> db.resultQuery(
                                            BEFORE,
                                            row.namespace(),
                                            row.metric(),
                                            row.dataset(),
                                            row.channel(),
                                            row.runId())
                                    .fetchOptional(0, String.class))
                    .orElse(null);
            if (before == null) {
                continue;
            }
            try {
                found.addAll(worse(row, before));
            } catch (OdographException e) {
                if (e.code() != ErrorCode.COMPARISON_INVALID && e.code() != ErrorCode.RUN_NOT_FOUND) {
                    throw e;
                }
                unsure.add(row.dataset());
                why.add(row.dataset() + ": " + e.getMessage());
            }
        }
        return new Judgement(found, unsure, why.isEmpty() ? null : String.join("; ", why));
    }

    private List<Finding> worse(PublicationRow row, String before) {
        String metric = new MetricName(row.namespace(), row.metric()).toString();
        List<Finding> found = new ArrayList<>();
        GraphSpec graph = graph(row);
        for (ComparedMetric compared : comparisons
                .compare(List.of(metric), "run:" + before, "run:" + row.runId(), CompareOptions.DEFAULT)
                .metrics()) {
            for (MeasureComparison measure : compared.comparison().measures()) {
                if (measure.verdict() == Verdict.WORSE) {
                    found.add(finding(
                            row,
                            graph,
                            row.dataset() + ", " + measure.measure(),
                            metric + "." + measure.measure() + " on " + row.dataset() + " got worse: "
                                    + ComparisonWords.number(measure.base().value()) + " before, now "
                                    + ComparisonWords.number(measure.head().value()) + " ("
                                    + ComparisonWords.change(measure) + "). ./odograph compare " + metric
                                    + " --base run:"
                                    + before + " --head run:" + row.runId(),
                            measure.head().value()));
                }
            }
        }
        return found;
    }

    private static Finding finding(
            PublicationRow row, GraphSpec graph, String slice, String message, @Nullable Double value) {
        return new Finding(slice, message, value, graph.name(), graph.owner(), row.runId());
    }

    private GraphSpec graph(PublicationRow row) {
        return runs.run(row.runId()).plan().spec();
    }
}
