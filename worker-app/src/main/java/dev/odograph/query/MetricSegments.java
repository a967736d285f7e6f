package dev.odograph.query;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import dev.odograph.compare.SegmentFacts;
import dev.odograph.dataset.Dataset;
import dev.odograph.spec.SpecJson;
import dev.odograph.store.lineage.Postgres;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a dataset version that a question is about, with what is known of each.
 *
 * @param byId those that were read, by id
 * @param every of how many segments one was read; 1 for all
 * @param more whether the filter fits more than were read
 */
record MetricSegments(Map<String, Known> byId, int every, boolean more) {
    static final int MOST = 50_000;

    private static final String SEGMENTS = Sql.resource("metric_segments.sql");

    MetricSegments {
        byId = Map.copyOf(byId);
    }

    /**
     * A segment.
     *
     * @param recordedAt when it was recorded; null where unknown
     */
    record Known(SegmentFacts facts, @Nullable Instant recordedAt) {}

    private record Tags(TreeMap<String, String> tags) {}

    /**
     * Reads them; of more than 50,000 without a filter, every so many by a hash of the id.
     *
     * @param asOf the last correction of tags that counts
     */
    static MetricSegments read(Postgres postgres, Dataset dataset, SortedMap<String, String> tags, long asOf) {
        int every = tags.isEmpty() ? (int) Math.max(1, Math.ceilDiv(dataset.segments(), MOST)) : 1;
        SortedMap<String, String> free = new TreeMap<>(tags);
        String release = free.remove("release");
        String vehicle = free.remove(SegmentFacts.VEHICLE);
        String scenario = free.remove(SegmentFacts.SCENARIO);
        Map<String, Known> found = new HashMap<>();
        postgres
                .query(
                        "reading the segments of dataset " + dataset.name(),
                        db -> db.resultQuery(
                                        SEGMENTS,
                                        val(dataset.datasetId()),
                                        val(dataset.version()),
                                        val(asOf),
                                        val(SpecJson.write(free)),
                                        inline(every),
                                        inline(MOST + 1),
                                        val(release, String.class),
                                        val(vehicle, String.class),
                                        val(scenario, String.class))
                                .fetch(MetricSegments::known))
                .stream()
                .limit(MOST)
                .forEach(one -> found.put(one.facts().segmentId(), one));
        return new MetricSegments(found, every, found.size() == MOST);
    }

    private static Known known(Record row) {
        Double metres = row.get("distance_m", Double.class);
        Long milliseconds = row.get("duration_ms", Long.class);
        OffsetDateTime recordedAt = row.get("recorded_at", OffsetDateTime.class);
        return new Known(
                new SegmentFacts(
                        Objects.requireNonNull(row.get("segment_id", String.class)),
                        Objects.requireNonNull(row.get("content_digest", String.class)),
                        row.get("vehicle", String.class),
                        row.get("release", String.class),
                        row.get("scenario_id", String.class),
                        row.get("scenario_seed", Long.class),
                        metres == null ? null : metres / 1_000,
                        milliseconds == null ? null : milliseconds / 3_600_000.0,
                        SpecJson.read("{\"tags\":" + row.get("tags", String.class) + "}", Tags.class).tags),
                recordedAt == null ? null : recordedAt.toInstant());
    }

    /** Names of tags by which segments can be told apart, with how many values each has. */
    SortedMap<String, Integer> tagNames() {
        SortedMap<String, SortedSet<String>> values = new TreeMap<>();
        for (Known known : byId.values()) {
            known.facts()
                    .tags()
                    .forEach((name, value) ->
                            values.computeIfAbsent(name, any -> new TreeSet<>()).add(value));
            for (String name : new String[] {"release", SegmentFacts.VEHICLE, SegmentFacts.SCENARIO}) {
                String value = known.facts().attribute(name);
                if (value != null) {
                    values.computeIfAbsent(name, any -> new TreeSet<>()).add(value);
                }
            }
        }
        SortedMap<String, Integer> counts = new TreeMap<>();
        values.forEach((name, all) -> counts.put(name, all.size()));
        return counts;
    }
}
