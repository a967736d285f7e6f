package dev.odograph.spec.validation;

import dev.odograph.spec.StepSpec;
import java.util.ArrayList;
import java.util.List;

/** Where rules put what they find. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** A problem of the graph itself. */
    void graph(String message) {
        found.add(new Problem("", message));
    }

    /** A problem of a step; its name and kind are put before the message. */
    void step(StepSpec step, String message) {
        found.add(new Problem(step.name(), "Step \"" + step.name() + "\" (" + step.kind() + "): " + message));
    }

    /** A problem of a metric. */
    void metric(String metric, String message) {
        found.add(new Problem(metric, "Metric \"" + metric + "\": " + message));
    }

    /** A problem of a parameter. */
    void parameter(String parameter, String message) {
        found.add(new Problem(parameter, "Parameter \"" + parameter + "\": " + message));
    }

    List<Problem> found() {
        return List.copyOf(found);
    }
}
