package dev.odograph.graph;

import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Aggregate;
import dev.odograph.spec.Tolerance;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A measure in the header of a metric's file: {@code [AGGREGATE of] COLUMN [per [NUMBER] COLUMN] [as NAME][, lower is
 * better | higher is better][, absolute A][, relative R]}.
 */
final class SqlMetricMeasure {
    private static final Pattern WHAT = Pattern.compile("(?:(mean|sum|min|max|count)\\s+of\\s+)?(\\w+)"
            + "(?:\\s+per\\s+(?:([0-9][0-9_.eE+]*)\\s+)?([a-z_][\\w.]*))?(?:\\s+as\\s+(\\w+))?");

    private SqlMetricMeasure() {}

    /** The measure; empty where the words are none. */
    static Optional<Measure> parse(String words) {
        String[] parts = words.split("\\s*,\\s*", 2);
        Matcher what = WHAT.matcher(parts[0].strip());
        if (!what.matches()) {
            return Optional.empty();
        }
        try {
            Measure measure = measure(what);
            return parts.length == 1 ? Optional.of(measure) : judged(measure, parts[1]);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Measure measure(Matcher what) {
        String per = what.group(4);
        Measure measure = of(what.group(1), what.group(2), per != null);
        if (per != null) {
            String scale = what.group(3);
            measure = measure.per(per, scale == null ? 1 : Double.parseDouble(scale.replace("_", "")));
        }
        return what.group(5) == null ? measure : measure.named(what.group(5));
    }

    private static Measure of(@Nullable String word, String column, boolean rate) {
        Aggregate aggregate =
                word == null ? rate ? Aggregate.SUM : Aggregate.MEAN : Aggregate.valueOf(word.toUpperCase(Locale.ROOT));
        return switch (aggregate) {
            case MEAN -> Measure.mean(column);
            case SUM -> Measure.sum(column);
            case MIN -> Measure.min(column);
            case MAX -> Measure.max(column);
            case COUNT -> Measure.count(column);
        };
    }

    private static Optional<Measure> judged(Measure measure, String words) {
        String rest = words;
        Measure judged = measure;
        if (rest.startsWith("lower is better")) {
            judged = judged.lowerIsBetter();
        } else if (rest.startsWith("higher is better")) {
            judged = judged.higherIsBetter();
        }
        rest = rest.replaceFirst("^(lower|higher) is better", "").replaceFirst("^\\s*,\\s*", "");
        if (rest.isBlank()) {
            return Optional.of(judged);
        }
        Optional<Tolerance> tolerance = SqlMetricWords.tolerance(rest.strip());
        return tolerance.map(judged::tolerance);
    }
}
