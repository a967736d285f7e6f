package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.byRunView;
import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.compare.Observations;
import dev.odograph.compare.SegmentFacts;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MirrorDdl;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Aggregate;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the measures of one side, one row a segment, by one statement: the segments that are visible in the run, with
 * their rows aggregated. A segment without rows counts 0 events and has no mean.
 */
final class SideValues {
    private final ClickHouse clickhouse;

    SideValues(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * Reads a side.
     *
     * @param side {@code base} or {@code head}
     * @param facts the side's segments by id; others are left out
     */
    Observations read(
            String side,
            String table,
            String metric,
            int major,
            String runId,
            List<Measure> measures,
            Map<String, SegmentFacts> facts) {
        List<SegmentFacts> segments = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        forEach(side, ClickHouseQuery.of(sql(table, metric, major, runId, measures)), measures, (id, row) -> {
            SegmentFacts segment = facts.get(id);
            if (segment != null) {
                segments.add(segment);
                rows.add(row);
            }
        });
        return observations(side, measures, segments, rows);
    }

    /**
     * Hands over every visible segment with numerator and denominator of each measure; a denominator that is recorded is
     * 1 here, and a numerator that is not finite is NaN.
     *
     * @param what whose values they are, for messages
     */
    void forEach(String what, ClickHouseQuery plain, List<Measure> measures, BiConsumer<String, double[]> reader) {
        ClickHouseQuery query = plain.setting("join_use_nulls", "1");
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(clickhouse.open(query, "RowBinary"), 1 << 16))) {
            for (String id = text(in); id != null; id = text(in)) {
                double[] row = new double[2 * measures.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.longBitsToDouble(Long.reverseBytes(in.readLong()));
                }
                reader.accept(id, row);
            }
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.CLICKHOUSE_UNAVAILABLE, "The " + what + "'s values cannot be read: " + e, e);
        }
    }

    private static Observations observations(
            String side, List<Measure> measures, List<SegmentFacts> segments, List<double[]> rows) {
        List<double[]> numerators = new ArrayList<>();
        List<double[]> denominators = new ArrayList<>();
        for (int measure = 0; measure < measures.size(); measure++) {
            double[] numerator = new double[rows.size()];
            double[] denominator = new double[rows.size()];
            for (int i = 0; i < numerator.length; i++) {
                numerator[i] = rows.get(i)[2 * measure];
                denominator[i] = measures.get(measure).isPerRecording()
                        ? recorded(measures.get(measure), segments.get(i))
                        : rows.get(i)[2 * measure + 1];
            }
            numerators.add(numerator);
            denominators.add(denominator);
        }
        return new Observations(
                side, measures.stream().map(Measure::name).toList(), segments, numerators, denominators);
    }

    static double recorded(Measure measure, SegmentFacts segment) {
        Double recorded = Measure.RECORDED_KM.equals(measure.per()) ? segment.kilometres() : segment.hours();
        return recorded == null ? 0 : recorded;
    }

    static String sql(String table, String metric, int major, String runId, List<Measure> measures) {
        StringBuilder inner = new StringBuilder();
        StringBuilder outer = new StringBuilder();
        for (int i = 0; i < measures.size(); i++) {
            Measure measure = measures.get(i);
            // No column of a metric begins like this.
            String n = "_odograph_n" + i;
            String d = "_odograph_d" + i;
            String bad = "_odograph_bad" + i;
            inner.append(",\n    ").append(aggregate(measure)).append(" AS ").append(n);
            inner.append(", ").append(notFinite(measure)).append(" AS ").append(bad);
            boolean empty = measure.aggregate() == Aggregate.SUM || measure.aggregate() == Aggregate.COUNT;
            String present = empty ? "1." : "toFloat64(" + n + " IS NOT NULL)";
            if (measure.isRate() && !measure.isPerRecording()) {
                inner.append(", ").append(denominator(measure)).append(" AS ").append(d);
                present = "ifNull(toFloat64(" + d + "), 0.)";
            }
            outer.append(",\n    if(ifNull(" + bad + ", 0) > 0, nan, ifNull(toFloat64(" + n + "), 0.)), " + present);
        }
        return "SELECT v.segment_id" + outer + "\nFROM (\n    SELECT segment_id FROM " + MirrorDdl.VISIBILITY
                + " FINAL WHERE run_id = " + literal(runId) + " AND metric = " + literal(metric) + " AND major = "
                + major + " AND segment_id != '' AND write_no != 0\n) AS v\nLEFT JOIN (\n    SELECT segment_id"
                + inner + "\n    FROM " + quoted(byRunView(table)) + "(run = " + literal(runId)
                + ")\n    GROUP BY segment_id\n) AS m USING (segment_id)\nORDER BY v.segment_id";
    }

    private static String aggregate(Measure measure) {
        String column = quoted(measure.column());
        String per = measure.isRate() && !measure.isPerRecording() ? quoted(String.valueOf(measure.per())) : null;
        return switch (measure.aggregate()) {
            case MEAN -> "avg(toFloat64(" + column + "))";
            case MIN -> "min(toFloat64(" + column + "))";
            case MAX -> "max(toFloat64(" + column + "))";
            case COUNT -> per == null ? "count(" + column + ")" : "countIf(" + both(column, per) + ")";
            case SUM ->
                per == null
                        ? "sum(toFloat64(" + column + "))"
                        : "sumIf(toFloat64(" + column + "), " + both(column, per) + ")";
        };
    }

    private static String denominator(Measure measure) {
        String per = quoted(String.valueOf(measure.per()));
        return "sumIf(toFloat64(" + per + "), " + both(quoted(measure.column()), per) + ")";
    }

    private static String both(String column, String per) {
        return column + " IS NOT NULL AND " + per + " IS NOT NULL";
    }

    private static String notFinite(Measure measure) {
        String own = measure.aggregate() == Aggregate.COUNT ? "0" : finite(measure.column());
        return measure.isRate() && !measure.isPerRecording()
                ? own + " + " + finite(String.valueOf(measure.per()))
                : own;
    }

    private static String finite(String column) {
        return "countIf(NOT isFinite(toFloat64(" + quoted(column) + ")))";
    }

    /** A text of RowBinary: its length in seven bits a byte, then its bytes; null at the end of the answer. */
    private static @Nullable String text(DataInputStream in) throws IOException {
        int next = ((InputStream) in).read();
        if (next < 0) {
            return null;
        }
        int length = next & 0x7F;
        for (int shift = 7; (next & 0x80) != 0; shift += 7) {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, UTF_8);
    }
}
