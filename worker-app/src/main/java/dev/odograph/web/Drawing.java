package dev.odograph.web;

import dev.odograph.compare.MeasureComparison;
import dev.odograph.query.ComparisonWords;
import dev.odograph.query.MetricAnswer.Distribution;
import dev.odograph.query.MetricAnswer.Group;
import dev.odograph.query.MetricAnswer.Trend;
import io.quarkus.qute.TemplateExtension;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Charts that are drawn on the server; templates say {@code {draw:histogram(distribution)}}. */
@TemplateExtension(namespace = "draw")
final class Drawing {
    private static final double WIDTH = 360;
    private static final double TREND_WIDTH = 720;

    private Drawing() {}

    /** A rectangle with what it says when it is pointed at. */
    record Bar(String x, String y, String width, String height, String title) {}

    /** A histogram, 360 × 130. */
    record Histogram(List<Bar> bars, List<Axis.Tick> ticks, String median, String words) {}

    /** A point of a trend. */
    record Point(String x, String y, String radius, String title) {}

    /** A line over time, 720 × 190. */
    record Line(String path, List<Point> points, List<Axis.Tick> across, List<Axis.Tick> up, String words) {}

    /** A box from 25 to 75 % with its median, and whiskers from 5 to 95 %. */
    record Box(
            String name, String top, String low, String left, String width, String middle, String high, String title) {}

    /** Boxes one below the other on one axis, 360 wide. */
    record Boxes(
            List<Box> boxes,
            List<Axis.Tick> ticks,
            @Nullable String zero,
            String words) {}

    static Histogram histogram(Distribution one) {
        long most = one.bins().stream().mapToLong(Long::longValue).max().orElse(1);
        Axis across = new Axis(one.from(), one.from() + one.width() * one.bins().size(), 8, WIDTH - 8);
        Axis up = new Axis(0, Math.max(1, most), 104, 6);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < one.bins().size(); i++) {
            long rows = one.bins().get(i);
            double from = one.from() + i * one.width();
            double left = across.at(from);
            double height = rows == 0 ? 0 : Math.max(1, 104 - up.at(rows));
            bars.add(new Bar(
                    shown(left),
                    shown(104 - height),
                    shown(Math.max(0.5, across.at(from + one.width()) - left - 0.6)),
                    shown(height),
                    ComparisonWords.number(from) + " to " + ComparisonWords.number(from + one.width())
                            + unit(one.unit()) + ": " + counted(rows)));
        }
        double median = one.quantiles().get(3);
        return new Histogram(
                bars,
                across.ticks(6),
                across.shown(Math.clamp(median, across.low(), across.high())),
                "Histogram of " + one.column() + unit(one.unit()) + ": half of " + counted(one.rows()) + " between "
                        + ComparisonWords.number(one.quantiles().get(2)) + " and "
                        + ComparisonWords.number(one.quantiles().get(4)) + ", median "
                        + ComparisonWords.number(median));
    }

    /** The measure by time; null where fewer than two groups have a value. */
    static @Nullable Line trend(Trend trend, String measure) {
        List<Group> groups =
                trend.groups().stream().filter(group -> group.number() != null).toList();
        if (groups.size() < 2) {
            return null;
        }
        double least = groups.stream().mapToDouble(Drawing::number).min().orElse(0);
        double most = groups.stream().mapToDouble(Drawing::number).max().orElse(0);
        long segments = groups.stream().mapToLong(Group::withValue).max().orElse(1);
        Axis up = new Axis(least, most, 150, 12).wider(0.08);
        long first = LocalDate.parse(groups.getFirst().value()).toEpochDay();
        long last = LocalDate.parse(groups.getLast().value()).toEpochDay();
        Axis across = new Axis(first, last, 70, TREND_WIDTH - 16);
        StringBuilder path = new StringBuilder();
        List<Point> points = new ArrayList<>();
        for (Group group : groups) {
            double day = LocalDate.parse(group.value()).toEpochDay();
            path.append(path.isEmpty() ? "M" : "L")
                    .append(across.shown(day))
                    .append(' ')
                    .append(up.shown(number(group)));
            points.add(new Point(
                    across.shown(day),
                    up.shown(number(group)),
                    shown(2 + 3 * Math.sqrt((double) group.withValue() / segments)),
                    group.value() + ": " + ComparisonWords.number(group.number()) + " over "
                            + String.format(Locale.ROOT, "%,d", group.withValue()) + " segments"));
        }
        return new Line(
                path.toString(),
                points,
                dates(groups, across),
                up.ticks(5),
                measure + " by " + trend.step() + " from " + groups.getFirst().value() + " to "
                        + groups.getLast().value() + ": first "
                        + ComparisonWords.number(groups.getFirst().number()) + ", last "
                        + ComparisonWords.number(groups.getLast().number()));
    }

    private static List<Axis.Tick> dates(List<Group> groups, Axis across) {
        List<Axis.Tick> ticks = new ArrayList<>();
        double next = Double.NEGATIVE_INFINITY;
        for (Group group : groups) {
            double x = across.at(LocalDate.parse(group.value()).toEpochDay());
            if (x >= next && x <= TREND_WIDTH - 40) {
                ticks.add(new Axis.Tick(shown(x), group.value()));
                next = x + 90;
            }
        }
        return ticks;
    }

    /** The values of both sides; null where there are none. */
    static @Nullable Boxes sides(MeasureComparison one) {
        return boxes(
                List.of("base", "head"),
                List.of(one.distribution().base(), one.distribution().head()),
                one,
                "Values of single segments");
    }

    /** The differences of pairs; null where nothing pairs. */
    static @Nullable Boxes differences(MeasureComparison one) {
        return boxes(List.of("head − base"), List.of(one.distribution().differences()), one, "Differences of pairs");
    }

    private static @Nullable Boxes boxes(
            List<String> names, List<List<Double>> quantiles, MeasureComparison measure, String what) {
        double[] ends = quantiles.stream()
                .filter(one -> one.size() == 7)
                .flatMapToDouble(one -> java.util.stream.DoubleStream.of(one.get(1), one.get(5)))
                .sorted()
                .toArray();
        if (ends.length == 0) {
            return null;
        }
        boolean zero = names.size() == 1;
        Axis across = new Axis(
                        zero ? Math.min(0, ends[0]) : ends[0],
                        zero ? Math.max(0, ends[ends.length - 1]) : ends[ends.length - 1],
                        84,
                        WIDTH - 14)
                .wider(0.03);
        List<Box> boxes = new ArrayList<>();
        StringBuilder words = new StringBuilder(what + " of " + measure.measure() + unit(measure.unit()));
        for (int i = 0; i < names.size(); i++) {
            List<Double> one = quantiles.get(i);
            if (one.size() == 7) {
                String title = names.get(i) + ": median " + ComparisonWords.number(one.get(3)) + ", half from "
                        + ComparisonWords.number(one.get(2)) + " to " + ComparisonWords.number(one.get(4))
                        + ", nine tenths from " + ComparisonWords.number(one.get(1)) + " to "
                        + ComparisonWords.number(one.get(5));
                words.append("; ").append(title);
                boxes.add(new Box(
                        names.get(i),
                        shown(30.0 * i),
                        across.shown(one.get(1)),
                        across.shown(one.get(2)),
                        shown(Math.max(1, across.at(one.get(4)) - across.at(one.get(2)))),
                        across.shown(one.get(3)),
                        across.shown(one.get(5)),
                        title));
            }
        }
        return new Boxes(boxes, across.ticks(5), zero ? across.shown(0) : null, words.toString());
    }

    /** Where a group's value lies between the least and the greatest of all, from 2 to 98. */
    static String place(Group group, List<Group> all) {
        double[] values = all.stream()
                .filter(one -> one.number() != null)
                .mapToDouble(Drawing::number)
                .sorted()
                .toArray();
        double low = Math.min(0, values[0]);
        double high = Math.max(0, values[values.length - 1]);
        return shown(new Axis(low, high, 2, 98).at(number(group)));
    }

    /** Where 0 is on the axis of {@link #place}. */
    static String zero(List<Group> all) {
        return place(new Group("", "", 0.0, 0, 0), all);
    }

    /** A coordinate. */
    static String shown(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static double number(Group group) {
        return Objects.requireNonNull(group.number());
    }

    private static String counted(long rows) {
        return String.format(Locale.ROOT, "%,d", rows) + (rows == 1 ? " row" : " rows");
    }

    private static String unit(@Nullable String unit) {
        return unit == null || unit.isEmpty() ? "" : " " + unit;
    }
}
