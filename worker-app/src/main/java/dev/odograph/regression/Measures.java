package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the head is still judged by what the base is judged by. A change that makes a metric worse must not also decide
 * that worse is better: other measures need another version of the metric, which reviewers see.
 */
final class Measures {
    private Measures() {}

    /** A gate for each measure that the head lost or judges more mildly; none where there is none. */
    static List<Gate> between(GraphSpec base, GraphSpec head, List<String> metrics) {
        List<Gate> gates = new ArrayList<>();
        for (MetricSpec before : base.metrics()) {
            Optional<MetricSpec> after = Promises.metric(head, before.name());
            if (after.isEmpty() || (!metrics.isEmpty() && !metrics.contains(before.name()))) {
                continue;
            }
            for (Measure measure : of(before)) {
                String milder = milder(measure, after.get());
                if (milder != null) {
                    gates.add(gate(before, after.get(), measure, milder));
                }
            }
        }
        return gates;
    }

    private static List<Measure> of(MetricSpec metric) {
        return Objects.requireNonNullElse(metric.measures(), List.of());
    }

    private static Gate gate(MetricSpec before, MetricSpec after, Measure measure, String milder) {
        boolean newer = !after.version().equals(before.version());
        return new Gate(
                "compatibility",
                measure.name() + ".measure",
                before.name(),
                newer ? Passage.NOTICE : Passage.FAIL,
                newer
                        ? milder + ", with version " + after.version() + " of the metric"
                        : milder + ". Take it back, or give the metric another version than " + before.version()
                                + ", so that reviewers see it");
    }

    private static @Nullable String milder(Measure before, MetricSpec metric) {
        Optional<Measure> same = of(metric).stream()
                .filter(one -> one.name().equals(before.name()))
                .findFirst();
        if (same.isEmpty()) {
            return "The head does not measure it any more";
        }
        Measure after = same.get();
        if (after.direction() != before.direction() && before.direction() != Measure.Direction.NONE) {
            return "The base says " + word(before.direction()) + ", the head " + word(after.direction());
        }
        if (!after.column().equals(before.column())
                || after.aggregate() != before.aggregate()
                || !Objects.equals(after.per(), before.per())) {
            return "The head computes it from something else under the same name";
        }
        return isWider(after.tolerance(), before.tolerance())
                ? "The head tolerates more: " + after.tolerance() + ", the base " + before.tolerance()
                : null;
    }

    private static boolean isWider(@Nullable Tolerance after, @Nullable Tolerance before) {
        return after != null
                && before != null
                && (after.relative() > before.relative() || after.absolute() > before.absolute());
    }

    private static String word(Measure.Direction direction) {
        return switch (direction) {
            case LOWER_IS_BETTER -> "lower is better";
            case HIGHER_IS_BETTER -> "higher is better";
            case NONE -> "neither way is better";
        };
    }
}
