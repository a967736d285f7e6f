package dev.odograph.query;

import dev.odograph.compare.SegmentFacts;
import dev.odograph.query.MetricSegments.Known;
import dev.odograph.spec.Measure;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One measure of a metric over groups of segments: the ratio of sums, which of a mean is the mean over segments. */
final class MetricGroups {
    private static final int MOST_SLICES = 50;

    private final Measure measure;
    private final List<Known> segments = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private long notFinite;

    MetricGroups(Measure measure) {
        this.measure = measure;
    }

    /** Takes a segment's numerator and denominator. */
    void add(Known segment, double numerator, double denominator) {
        double below = measure.isPerRecording() ? SideValues.recorded(measure, segment.facts()) : denominator;
        if (!Double.isFinite(numerator) || !Double.isFinite(below)) {
            notFinite++;
            return;
        }
        segments.add(segment);
        values.add(new double[] {numerator, below});
    }

    long notFinite() {
        return notFinite;
    }

    /** All segments as one group. */
    MetricAnswer.Group all() {
        Sum sum = new Sum();
        values.forEach(sum::add);
        return sum.group("all", "");
    }

    /** Segments by the values of a tag, the largest groups first if there are too many, in order of name. */
    List<MetricAnswer.Group> slices(String tag) {
        Map<String, Sum> sums = new TreeMap<>();
        for (int i = 0; i < segments.size(); i++) {
            SegmentFacts facts = segments.get(i).facts();
            String value = facts.attribute(tag);
            sums.computeIfAbsent(value == null ? "" : value, any -> new Sum()).add(values.get(i));
        }
        return sums.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Sum> entry) -> -entry.getValue().segments)
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_SLICES)
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue()
                        .group(entry.getKey().isEmpty() ? "without " + tag : entry.getKey(), entry.getKey()))
                .toList();
    }

    /** Segments by when they were recorded; empty where that is not known of any. */
    MetricAnswer.Trend trend() {
        Instant first = null;
        Instant last = null;
        for (Known segment : segments) {
            Instant at = segment.recordedAt();
            if (at != null) {
                first = first == null || at.isBefore(first) ? at : first;
                last = last == null || at.isAfter(last) ? at : last;
            }
        }
        if (first == null || last == null) {
            return new MetricAnswer.Trend("week", List.of(), segments.size());
        }
        long days = ChronoUnit.DAYS.between(first, last);
        String step = days <= 60 ? "day" : days <= 3 * 366 ? "week" : "month";
        Map<LocalDate, Sum> sums = new TreeMap<>();
        long undated = 0;
        for (int i = 0; i < segments.size(); i++) {
            Instant at = segments.get(i).recordedAt();
            if (at == null) {
                undated++;
            } else {
                sums.computeIfAbsent(begin(at, step), any -> new Sum()).add(values.get(i));
            }
        }
        List<MetricAnswer.Group> groups = new ArrayList<>();
        sums.forEach((day, sum) -> groups.add(sum.group(day.toString(), day.toString())));
        return new MetricAnswer.Trend(step, groups, undated);
    }

    private static LocalDate begin(Instant at, String step) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        return switch (step) {
            case "day" -> day;
            case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            default -> day.withDayOfMonth(1);
        };
    }

    private final class Sum {
        private long segments;
        private long withValue;
        private double above;
        private double below;

        void add(double[] value) {
            segments++;
            withValue += value[1] > 0 ? 1 : 0;
            above += value[1] > 0 ? value[0] : 0;
            below += value[1];
        }

        MetricAnswer.Group group(String name, String value) {
            @Nullable Double ratio = below > 0 ? Double.valueOf(measure.scale() * above / below) : null;
            return new MetricAnswer.Group(name, value, ratio, segments, withValue);
        }
    }
}
