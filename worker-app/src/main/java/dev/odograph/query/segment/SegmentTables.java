package dev.odograph.query.segment;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.Segment;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment with all its tables: what page, charts and windows are made of.
 *
 * @param asOf the last correction that counts
 * @param timed tables that can be drawn, the recording's first
 * @param events metrics whose rows are moments or ranges
 * @param summaries metrics whose rows have no time
 * @param sources the metrics with their runs
 * @param firstMs time of the first row; null where no table has times
 * @param lastMs time of the last row; null likewise
 * @param notes what a reader must know
 */
record SegmentTables(
        Dataset dataset,
        Segment segment,
        long asOf,
        List<TimedTable> timed,
        List<MetricTable> events,
        List<MetricTable> summaries,
        List<SegmentAnswer.Source> sources,
        List<MetricTable> metrics,
        @Nullable Long firstMs,
        @Nullable Long lastMs,
        List<String> notes) {
    SegmentTables {
        timed = List.copyOf(timed);
        events = List.copyOf(events);
        summaries = List.copyOf(summaries);
        sources = List.copyOf(sources);
        metrics = List.copyOf(metrics);
        notes = List.copyOf(notes);
    }

    /** A metric of the segment. */
    record MetricTable(String name, MetricSpec spec, TableSchema schema, MetricTableRows rows) {
        List<ColumnSpec> values() {
            return schema.columns().stream()
                    .filter(column -> !column.name().equals(TableSchema.SEGMENT_ID))
                    .toList();
        }
    }
}
