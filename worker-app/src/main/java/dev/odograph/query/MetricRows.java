package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.byRunView;
import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A metric's rows in a run, as SQL: of all segments, of chosen ones, or of one in so many. Names come from the run's
 * schema, segment ids from the dataset; nothing that a reader typed is in it.
 *
 * @param from what to read from
 * @param where condition on the rows
 * @param every of how many segments one is read
 */
record MetricRows(String from, String where, long every) {
    /** So many rows are looked at one by one; of more, those of a part of the segments. */
    static final long MOST_ROWS = 2_000_000;

    static final int MOST_SEGMENTS = 20_000;

    static MetricRows all(MetricSource source, long rows) {
        long every = Math.max(1, Math.ceilDiv(rows, MOST_ROWS));
        return new MetricRows(view(source), every == 1 ? "1" : "cityHash64(segment_id) % " + every + " = 0", every);
    }

    /** Rows of these segments; of very many, of a part of them that the same question finds again. */
    static MetricRows of(MetricSource source, long rows, Collection<String> segments, long segmentsOfRun) {
        long rowsHere = segmentsOfRun == 0 ? rows : rows * segments.size() / Math.max(segmentsOfRun, segments.size());
        long every = Math.max(Math.ceilDiv(rowsHere, MOST_ROWS), Math.ceilDiv((long) segments.size(), MOST_SEGMENTS));
        List<String> chosen = segments.stream()
                .filter(id -> every <= 1 || Math.floorMod(id.hashCode(), every) == 0)
                .sorted(Comparator.naturalOrder())
                .toList();
        String list = chosen.stream().map(id -> literal(id)).collect(Collectors.joining(",", "[", "]"));
        return new MetricRows(view(source), chosen.isEmpty() ? "0" : "segment_id IN " + list, Math.max(1, every));
    }

    private static String view(MetricSource source) {
        return quoted(byRunView(source.table())) + "(run = "
                + literal(source.record().runId()) + ")";
    }

    String fromWhere() {
        return "FROM " + from + "\nWHERE " + where;
    }
}
