package dev.odograph.spec.validation;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Python steps name what Python can name, and run in an environment that is the same everywhere. */
final class PythonRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PINNED =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(\\[[^]]*])?==[^\\s*,]+(\\s*;.*)?");

    private PythonRules() {}

    static void check(GraphSpec graph, PythonCatalog catalog, Problems problems) {
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Python python) {
                names(python, problems);
                lock(python, problems);
                catalog.problems(python).forEach(problem -> problems.step(step, problem));
            }
        }
    }

    private static void names(StepSpec.Python step, Problems problems) {
        if (!NAME.matcher(step.function()).matches()) {
            problems.step(
                    step,
                    "function " + NameRules.show(step.function())
                            + " is no name that Python knows: use letters, digits and underscores");
        }
        for (String module : new TreeSet<>(step.modules().keySet())) {
            if (!NAME.matcher(module).matches()) {
                problems.step(
                        step,
                        "module " + NameRules.show(module) + " cannot be imported by that name: rename the file to"
                                + " letters, digits and underscores");
            }
        }
    }

    /** The lines of a lock that pip would not take as pinned; it is told the rest by the machine's own settings. */
    private static void lock(StepSpec.Python step, Problems problems) {
        String lock = step.lock();
        if (lock == null) {
            return;
        }
        boolean arrow = false;
        List<String> requirements =
                lock.replaceAll("\\\\\\s*\\R", " ").lines().map(String::strip).toList();
        for (String line : requirements) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String requirement = line.split("\\s+--hash=|\\s+#", 2)[0].strip();
            if (requirement.startsWith("-")) {
                problems.step(
                        step,
                        "requirements.lock has the option \"" + requirement
                                + "\": drop it, where packages come from is a setting of each machine's pip");
            } else if (!PINNED.matcher(requirement).matches()) {
                problems.step(
                        step,
                        "requirements.lock has \"" + requirement
                                + "\", which is no pinned version: write NAME==VERSION");
            } else if (!line.contains("--hash=sha256:")) {
                problems.step(
                        step,
                        "requirements.lock has \"" + requirement
                                + "\" without a hash: make the file with pip-compile --generate-hashes or uv pip compile"
                                + " --generate-hashes");
            }
            arrow |= requirement.startsWith("pyarrow==");
        }
        if (!arrow) {
            problems.step(
                    step, "requirements.lock lacks pyarrow, by which rows come in and go out: add it and lock again");
        }
    }
}
