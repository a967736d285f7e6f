package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.query.MetricAnswer.Moment;
import dev.odograph.query.MetricAnswer.Moments;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Aggregate;
import dev.odograph.spec.Measure.Direction;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The worst rows of a metric by the direction that a measure declares. */
final class MetricMoments {
    private static final int MOST = 20;
    /** Rows of one kind in so short a time are one moment, of which the worst row stands for it. */
    private static final long APART_MS = 10_000;

    private final LimitedReads reads;

    MetricMoments(LimitedReads reads) {
        this.reads = reads;
    }

    Moments of(TableSchema schema, Measure measure, MetricRows rows) {
        if (measure.direction() == Direction.NONE || !schema.bySegment()) {
            return Moments.NONE;
        }
        Optional<TimeColumn> time = TimeColumn.of(schema);
        List<ColumnSpec> others = schema.columns().stream()
                .filter(column -> !column.name().equals(TableSchema.SEGMENT_ID)
                        && time.map(TimeColumn::name)
                                .filter(column.name()::equals)
                                .isEmpty())
                .toList();
        List<Moment> list =
                reads.rows("The list of moments", ClickHouseQuery.of(sql(schema, measure, rows, time, others))).stream()
                        .map(row -> new Moment(row.get(0), time(row.get(1)), absent(row.subList(2, row.size()))))
                        .toList();
        return new Moments(
                why(measure),
                time.isPresent() && measure.aggregate() != Aggregate.COUNT ? APART_MS : null,
                others.stream()
                        .map(column -> column.name() + (column.unit() == null ? "" : " [" + column.unit() + "]"))
                        .toList(),
                list);
    }

    private static @Nullable Long time(String text) {
        return text.isEmpty() ? null : Long.valueOf(text);
    }

    private static List<@Nullable String> absent(List<String> values) {
        List<@Nullable String> found = new ArrayList<>();
        values.forEach(value -> found.add(value.isEmpty() ? null : value));
        return found;
    }

    private static String why(Measure measure) {
        boolean least = measure.direction() == Direction.HIGHER_IS_BETTER;
        if (measure.aggregate() == Aggregate.COUNT) {
            return "segments with the " + (least ? "fewest" : "most") + " first, then by time";
        }
        String per = measure.isRate() && !measure.isPerRecording() ? " by " + measure.per() : "";
        return (least ? "least " : "greatest ") + measure.column() + per + " first";
    }

    private static String sql(
            TableSchema schema, Measure measure, MetricRows rows, Optional<TimeColumn> time, List<ColumnSpec> others) {
        String at = time.map(column ->
                        "toInt64(floor(" + quoted(column.name()) + (column.ms() == 1 ? "" : " * " + column.ms()) + "))")
                .orElse("NULL");
        String order = measure.direction() == Direction.HIGHER_IS_BETTER ? "ASC" : "DESC";
        boolean count = measure.aggregate() == Aggregate.COUNT;
        String badness = count
                ? "count(" + quoted(measure.column()) + ") OVER (PARTITION BY segment_id)"
                : "toFloat64(" + quoted(measure.column()) + ")"
                        + (measure.isRate() && !measure.isPerRecording()
                                ? " / nullIf(toFloat64(" + quoted(String.valueOf(measure.per())) + "), 0)"
                                : "");
        String kinds = schema.keys().stream()
                .map(ColumnSpec::name)
                .filter(name -> time.map(TimeColumn::name).filter(name::equals).isEmpty())
                .map(name -> quoted(name))
                .collect(Collectors.joining(", "));
        String keys = schema.keys().stream().map(key -> quoted(key.name())).collect(Collectors.joining(", "));
        String shown = others.stream()
                .map(column -> ", ifNull(toString(" + quoted(column.name()) + "), '')")
                .collect(Collectors.joining());
        String apart =
                count || time.isEmpty() ? "" : "\nLIMIT 1 BY " + kinds + ", intDiv(_odograph_at, " + APART_MS + ")";
        return "SELECT segment_id, ifNull(toString(_odograph_at), '')" + shown + "\nFROM (\n    SELECT *, " + at
                + " AS _odograph_at, " + badness + " AS _odograph_bad\n    " + rows.fromWhere() + "\n)"
                + "\nWHERE isFinite(ifNull(_odograph_bad, nan))\nORDER BY _odograph_bad " + order + ", " + keys + apart
                + "\nLIMIT " + MOST;
    }
}
