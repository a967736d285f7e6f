package dev.odograph.query;

import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.SideRef.Kind;
import dev.odograph.spec.MetricName;
import dev.odograph.spec.MetricSpec;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the run whose rows answer a question about a metric. Thread-safe. */
final class MetricSources {
    private static final String METRICS = Sql.resource("known_metrics.sql");

    private final Postgres postgres;
    private final Publications publications;
    private final SideRefs refs;
    private final RunLedger ledger;

    MetricSources(Postgres postgres, DatasetStore datasets) {
        this.postgres = postgres;
        this.publications = new Publications(postgres);
        this.refs = new SideRefs(postgres, datasets);
        this.ledger = new RunLedger(postgres);
    }

    /**
     * Finds it.
     *
     * @throws OdographException METRIC_NOT_FOUND, RUN_NOT_FOUND or DATASET_NOT_FOUND, with names that may be meant
     */
    MetricSource find(MetricQuestion question) {
        List<PublicationRow> published = publications.list(question.namespace(), question.name());
        if (published.isEmpty() && question.run() == null) {
            throw unknown(question);
        }
        String channel = channel(question, published);
        RunRecord record = ledger.run(refs.find(question.namespace(), question.name(), ref(question, channel))
                .runId());
        MetricSpec spec = record.plan().spec().metrics().stream()
                .filter(one -> one.name().equals(question.name())
                        && record.plan().spec().namespace().equals(question.namespace()))
                .findFirst()
                .orElseThrow(() -> notOfRun(record, question));
        PublicationRow now = published.stream()
                .filter(row -> row.channel().equals(channel)
                        && row.dataset().equals(record.plan().dataset()))
                .findFirst()
                .orElse(null);
        return new MetricSource(record, spec, channel, question.run() != null, now, published);
    }

    private static SideRef ref(MetricQuestion question, String channel) {
        if (question.run() != null) {
            return new SideRef(Kind.RUN, question.run(), null);
        }
        return question.version() != null
                ? new SideRef(Kind.VERSION, question.version(), question.dataset())
                : new SideRef(Kind.CHANNEL, channel, question.dataset());
    }

    /** Channel latest; where nobody published that, the channel that moved last. */
    private static String channel(MetricQuestion question, List<PublicationRow> published) {
        if (question.channel() != null) {
            return question.channel();
        }
        boolean latest = published.stream().anyMatch(row -> row.channel().equals(Publications.LATEST));
        return latest || published.isEmpty()
                ? Publications.LATEST
                : published.getFirst().channel();
    }

    private OdographException unknown(MetricQuestion question) {
        List<String> known = postgres.query(
                "listing metrics",
                db -> db.resultQuery(METRICS)
                        .fetch(row -> new MetricName(
                                        Objects.requireNonNull(row.get("namespace", String.class)),
                                        Objects.requireNonNull(row.get("metric", String.class)))
                                .toString()));
        return new OdographException(
                ErrorCode.METRIC_NOT_FOUND,
                "Metric \"" + question.metric() + "\" has no results" + meant(question.metric(), known) + ": "
                        + (known.isEmpty()
                                ? "run a graph that stores it"
                                : "metrics with results are " + String.join(", ", known)));
    }

    private static OdographException notOfRun(RunRecord record, MetricQuestion question) {
        List<String> there = record.plan().spec().metrics().stream()
                .map(metric -> new MetricName(record.plan().spec().namespace(), metric.name()).toString())
                .toList();
        return new OdographException(
                ErrorCode.METRIC_NOT_FOUND,
                "Run \"" + record.runId() + "\" stores no metric " + question.metric() + meant(question.metric(), there)
                        + ": it has " + String.join(", ", there));
    }

    private static String meant(String name, @Nullable List<String> known) {
        List<String> near = known == null ? List.of() : Nearest.of(name, known);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }
}
