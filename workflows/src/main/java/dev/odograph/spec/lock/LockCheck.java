package dev.odograph.spec.lock;

import dev.odograph.spec.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a graph as it is with the lock that was committed. Pure. */
public final class LockCheck {
    private final GraphLock locked;
    private final GraphLock current;
    private final List<LockProblem> problems = new ArrayList<>();

    private LockCheck(GraphLock locked, GraphLock current) {
        this.locked = locked;
        this.current = current;
    }

    /** All that breaks a promise to readers, in order of metric; empty where the change is compatible. */
    public static List<LockProblem> problems(GraphLock locked, GraphLock current) {
        LockCheck check = new LockCheck(locked, current);
        new TreeMap<>(locked.metrics()).forEach(check::metric);
        return List.copyOf(check.problems);
    }

    /** What is allowed, but not in the lock yet; a lock that lags would let the next change pass unseen. */
    public static List<LockProblem> stale(GraphLock locked, GraphLock current) {
        List<LockProblem> stale = new ArrayList<>();
        current.metrics().forEach((name, metric) -> {
            LockedMetric before = locked.metrics().get(name);
            String what = before == null
                    ? "is not in the lock"
                    : !before.version().equals(metric.version())
                            ? "is " + metric.version() + ", but " + before.version() + " in the lock"
                            : !before.tolerance().equals(metric.tolerance())
                                    ? "has tolerance " + metric.tolerance() + ", but " + before.tolerance()
                                            + " in the lock"
                                    : "";
            if (!what.isEmpty()) {
                stale.add(new LockProblem(
                        "lock_stale",
                        name,
                        "Metric \"" + name + "\" " + what
                                + ". Rule: the lock says what is published, or the next change is compared with what"
                                + " was. Mend: ./odograph graph lock again, and commit the file"));
            }
        });
        return List.copyOf(stale);
    }

    /** Names of the steps whose fingerprint is another than in the lock. */
    public static List<String> changedSteps(GraphLock locked, GraphLock current) {
        return current.steps().entrySet().stream()
                .filter(step -> !step.getValue().equals(locked.steps().get(step.getKey())))
                .<String>map(Map.Entry::getKey)
                .toList();
    }

    private void metric(String name, LockedMetric before) {
        LockedMetric after = current.metrics().get(name);
        if (after == null || !locked.namespace().equals(current.namespace())) {
            gone(name, after);
            return;
        }
        if (after.version().compareTo(before.version()) < 0) {
            add(
                    "version_lowered",
                    name,
                    before,
                    "it is " + after.version() + " now",
                    "versions only rise, since stored results bear them",
                    "set it to " + before.version() + " or more");
            return;
        }
        Bump bump = Bump.between(before.version(), after.version());
        List<SchemaChange> changes = SchemaChanges.between(before.schema(), after.schema());
        for (SchemaChange change : changes) {
            if (change.needs().compareTo(bump) > 0) {
                Version next = change.needs().of(before.version());
                add(
                        change.unit()
                                ? "unit_changed"
                                : change.needs() == Bump.MAJOR ? "schema_breaks" : "schema_grows",
                        name,
                        before,
                        change.what(),
                        change.rule(),
                        change.mend() + ", or make it version " + next);
            }
        }
        if (bump == Bump.NONE && changes.isEmpty()) {
            values(name, before, after);
        }
    }

    private void gone(String name, @Nullable LockedMetric after) {
        LockedMetric before = locked.metrics().get(name);
        String what = after == null
                ? "it is gone"
                : "its namespace was \"" + locked.namespace() + "\" and is \"" + current.namespace() + "\"";
        problems.add(new LockProblem(
                "metric_gone",
                name,
                "Metric \"" + name + "\" " + (before == null ? "" : before.version()) + ": " + what
                        + ". Rule: a published metric stays, since readers name it. Mend: declare it again; if nobody"
                        + " reads it, ./odograph graph lock again with --drop " + name));
    }

    private void values(String name, LockedMetric before, LockedMetric after) {
        if (before.golden().digest().equals(after.golden().digest())) {
            return;
        }
        if (!locked.sample().equals(current.sample())) {
            add(
                    "sample_differs",
                    name,
                    before,
                    "its values cannot be compared, since the sample is another",
                    "values are compared on the sample that the lock names",
                    "give the same files by --sample, or restore them");
            return;
        }
        List<String> differences = ValueChanges.between(before, after);
        if (differences.isEmpty()) {
            return;
        }
        List<String> steps = changedSteps(locked, current);
        String where = steps.isEmpty() ? "" : "; changed steps: " + String.join(", ", steps);
        add(
                "values_changed",
                name,
                before,
                "its values on the sample changed beyond the tolerance (" + before.tolerance() + ")" + where
                        + differences.stream().map(line -> "\n    " + line).collect(Collectors.joining()) + "\n ",
                "values move beyond the tolerance only with a new version, since readers compare over time",
                "undo what moved them, or make it version " + Bump.MINOR.of(before.version()));
    }

    private void add(String rule, String name, LockedMetric before, String what, String why, String mend) {
        problems.add(new LockProblem(
                rule,
                name,
                "Metric \"" + name + "\" " + before.version() + ": " + what + (what.endsWith(" ") ? "" : ". ")
                        + "Rule: " + why + ". Mend: " + mend));
    }
}
