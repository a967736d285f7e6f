package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names become names of tables, columns and files: they are plain, short, unique, and no words of SQL. */
final class NameRules {
    private static final int LONGEST = 63;
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private NameRules() {}

    static void check(GraphSpec graph, Problems problems) {
        form(graph.name()).ifPresent(mend -> problems.graph("Graph " + show(graph.name()) + mend));
        form(graph.namespace()).ifPresent(mend -> problems.graph("Namespace " + show(graph.namespace()) + mend));
        steps(graph, problems);
        metrics(graph.metrics(), problems);
        parameters(graph.parameters(), problems);
    }

    private static void steps(GraphSpec graph, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (StepSpec step : graph.steps()) {
            String name = step.name();
            form(name).ifPresent(mend -> problems.step(step, "the name" + mend));
            if (SqlWords.RESERVED.contains(name)) {
                problems.step(step, "the name is a word of SQL, which no table may have: choose another");
            }
            if (!seen.add(name)) {
                problems.step(step, "the name is taken by an earlier step: give each step a name of its own");
            }
            columns(step, problems);
            if (step instanceof StepSpec.Source source) {
                form(source.table()).ifPresent(mend -> problems.step(step, "table " + show(source.table()) + mend));
            }
        }
    }

    private static void columns(StepSpec step, Problems problems) {
        if (step instanceof StepSpec.Check) {
            return; // its columns are its input's and reported there
        }
        Set<String> seen = new HashSet<>();
        for (ColumnSpec column : step.output().columns()) {
            String name = column.name();
            String subject = "column " + show(name);
            if (name.equals("write_no") || name.startsWith("_odograph")) {
                problems.step(step, subject + " is reserved for Odograph: rename the component");
            } else {
                form(name).ifPresent(mend -> problems.step(step, subject + mend));
            }
            if (!seen.add(name)) {
                problems.step(step, subject + " is there twice: rename one of the components");
            }
        }
    }

    private static void metrics(List<MetricSpec> metrics, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (MetricSpec metric : metrics) {
            form(metric.name()).ifPresent(mend -> problems.metric(metric.name(), "the name" + mend));
            if (!seen.add(metric.name())) {
                problems.metric(metric.name(), "the name is taken by an earlier metric: give each a name of its own");
            }
        }
    }

    private static void parameters(List<ParameterSpec> parameters, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (ParameterSpec parameter : parameters) {
            form(parameter.name()).ifPresent(mend -> problems.parameter(parameter.name(), "the name" + mend));
            if (!seen.add(parameter.name())) {
                problems.parameter(
                        parameter.name(), "the name is taken by an earlier parameter: give each a name of its own");
            }
        }
    }

    private static Optional<String> form(String name) {
        if (name.length() > LONGEST) {
            return Optional.of(" has " + name.length() + " characters: use at most " + LONGEST);
        }
        if (!FORM.matcher(name).matches()) {
            return Optional.of(
                    " is not in snake_case: start with a letter, then a to z, 0 to 9 and single underscores, as in "
                            + example(name));
        }
        return Optional.empty();
    }

    private static String example(String name) {
        String plain = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^[0-9_]+|_+$", "");
        return FORM.matcher(plain).matches() ? plain : "hard_brakes";
    }

    /** A name in quotes, cut where it is very long. */
    static String show(String name) {
        return "\"" + (name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name) + "\"";
    }
}
