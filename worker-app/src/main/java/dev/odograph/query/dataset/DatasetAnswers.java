package dev.odograph.query.dataset;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.OdographException;
import dev.odograph.query.NamedDatasets;
import dev.odograph.query.Sql;
import dev.odograph.query.dataset.DatasetAnswer.Label;
import dev.odograph.query.dataset.DatasetAnswer.Published;
import dev.odograph.query.dataset.DatasetAnswer.Row;
import dev.odograph.query.dataset.DatasetAnswer.Tag;
import dev.odograph.spec.SpecJson;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.StalePublications;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.Record;

/** Answers questions about a dataset. Reads PostgreSQL, writes nothing. Thread-safe. */
public final class DatasetAnswers {
    private static final String SEGMENTS = Sql.resource(DatasetAnswers.class, "segments.sql");
    private static final String TAG_VALUES = Sql.resource(DatasetAnswers.class, "tag_values.sql");
    private static final String SPAN_LABELS = Sql.resource(DatasetAnswers.class, "span_labels.sql");
    private static final String PUBLISHED = Sql.resource(DatasetAnswers.class, "published.sql");
    private static final int LOOKED_AT = 20_000;
    private static final int MOST_VALUES = 12;

    private final Postgres postgres;
    private final DatasetStore datasets;
    private final StalePublications stale;

    /** Answers from these stores. */
    public DatasetAnswers(Postgres postgres, DatasetStore datasets) {
        this.postgres = postgres;
        this.datasets = datasets;
        this.stale = new StalePublications(postgres);
    }

    private record Tags(TreeMap<String, String> tags) {}

    /**
     * Answers.
     *
     * @throws OdographException NAME_INVALID; DATASET_NOT_FOUND, with names that may be meant
     */
    public DatasetAnswer load(DatasetQuestion question) {
        Dataset shown = NamedDatasets.load(datasets, question.dataset(), question.version());
        List<Dataset> versions = datasets.versions(shown.name()).reversed();
        List<Row> segments = segments(shown, question);
        boolean more = segments.size() > question.limit();
        List<Row> page = segments.subList(0, Math.min(segments.size(), question.limit()));
        int every = (int) Math.max(1, Math.ceilDiv(shown.segments(), LOOKED_AT));
        return new DatasetAnswer(
                shown.name().toString(),
                shown,
                versions.getFirst().version(),
                versions,
                page,
                more ? page.getLast().segmentId() : null,
                tags(shown, every),
                every,
                spans(shown),
                published(shown),
                stale.list(shown.datasetId()));
    }

    private List<Row> segments(Dataset dataset, DatasetQuestion question) {
        SortedMap<String, String> free = new TreeMap<>(question.tags());
        String release = free.remove("release");
        String vehicle = free.remove("vehicle");
        String scenario = free.remove("scenario_id");
        return postgres.query(
                "listing segments of dataset " + dataset.name(),
                db -> db.resultQuery(
                                SEGMENTS,
                                val(dataset.datasetId()),
                                val(dataset.version()),
                                val(question.after() == null ? "" : question.after()),
                                val(SpecJson.write(free)),
                                inline(question.limit() + 1),
                                val(release, String.class),
                                val(vehicle, String.class),
                                val(scenario, String.class),
                                val(question.contains(), String.class))
                        .fetch(DatasetAnswers::row));
    }

    private static Row row(Record row) {
        OffsetDateTime recordedAt = row.get("recorded_at", OffsetDateTime.class);
        return new Row(
                Objects.requireNonNull(row.get("segment_id", String.class)),
                row.get("rows", long.class),
                row.get("bytes", long.class),
                row.get("duration_ms", Long.class),
                row.get("distance_m", Double.class),
                recordedAt == null ? null : recordedAt.toInstant(),
                row.get("vehicle", String.class),
                row.get("release", String.class),
                row.get("scenario_id", String.class),
                row.get("scenario_seed", Long.class),
                SpecJson.read("{\"tags\":" + row.get("tags", String.class) + "}", Tags.class).tags);
    }

    private List<Tag> tags(Dataset dataset, int every) {
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        postgres.query(
                        "counting tags of dataset " + dataset.name(),
                        db -> db.resultQuery(
                                        TAG_VALUES,
                                        val(dataset.datasetId()),
                                        val(dataset.version()),
                                        inline(every),
                                        inline(MOST_VALUES))
                                .fetch())
                .forEach(row -> {
                    String name = row.get("name", String.class);
                    values.computeIfAbsent(name, any -> new LinkedHashMap<>())
                            .put(row.get("value", String.class), row.get("segments", long.class));
                    counts.put(name, row.get("of_values", long.class));
                });
        List<Tag> tags = new ArrayList<>();
        values.forEach((name, of) -> tags.add(new Tag(name, of, counts.getOrDefault(name, 0L))));
        return tags;
    }

    private List<Label> spans(Dataset dataset) {
        return postgres.query(
                "counting spans of dataset " + dataset.name(),
                db -> db.resultQuery(SPAN_LABELS, val(dataset.datasetId()))
                        .fetch(row -> new Label(
                                row.get("label", String.class),
                                row.get("spans", long.class),
                                row.get("segments", long.class),
                                row.get("total_ms", long.class),
                                row.get("first_segment", String.class),
                                row.get("first_ms", long.class))));
    }

    private List<Published> published(Dataset dataset) {
        return postgres.query(
                "listing publications of dataset " + dataset.name(),
                db -> db.resultQuery(PUBLISHED, val(dataset.name().toString()))
                        .fetch(row -> new Published(
                                row.get("namespace", String.class),
                                row.get("metric", String.class),
                                row.get("major", int.class),
                                row.get("channel", String.class),
                                row.get("run_id", String.class),
                                row.get("dataset_version", long.class),
                                row.get("pinned", boolean.class),
                                row.get("published_at", OffsetDateTime.class).toInstant())));
    }
}
