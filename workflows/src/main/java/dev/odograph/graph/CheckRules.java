package dev.odograph.graph;

import dev.odograph.spec.StepSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the rules of one check. */
final class CheckRules implements Graph.Rules {
    private final List<StepSpec.Check.Rule> rules = new ArrayList<>();

    List<StepSpec.Check.Rule> rules() {
        return List.copyOf(rules);
    }

    @Override
    public Graph.Rules notNull(String... columns) {
        rules.add(new StepSpec.Check.Rule("not_null", List.of(columns), null, null));
        return this;
    }

    @Override
    public Graph.Rules unique(String... columns) {
        rules.add(new StepSpec.Check.Rule("unique", List.of(columns), null, null));
        return this;
    }

    @Override
    public Graph.Rules range(String column, double minimum, double maximum) {
        rules.add(new StepSpec.Check.Rule(
                "range",
                List.of(column),
                bound(minimum, Double.NEGATIVE_INFINITY),
                bound(maximum, Double.POSITIVE_INFINITY)));
        return this;
    }

    private static @Nullable Double bound(double value, double none) {
        return value == none ? null : Double.valueOf(value);
    }
}
