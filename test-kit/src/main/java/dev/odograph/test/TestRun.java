package dev.odograph.test;

import dev.odograph.artifact.RowDigest;
import java.util.Map;
import java.util.TreeMap;

/** What a graph put out in a test. Immutable. */
public final class TestRun {
    private final Map<String, TestTable> tables;
    private final Map<String, RowDigest> digests;
    private final BrokenRules broken;

    TestRun(Map<String, TestTable> tables, Map<String, RowDigest> digests, BrokenRules broken) {
        this.broken = broken;
        this.tables = Map.copyOf(tables);
        this.digests = new TreeMap<>(digests);
    }

    /**
     * The rows that a step put out, in the order of their key.
     *
     * @param step a step that a metric stores or that is read twice; others are run by {@link TestGraph#runStep}
     * @throws IllegalArgumentException where the step has no rows of its own
     */
    public TestTable table(String step) {
        TestTable table = tables.get(step);
        if (table == null) {
            throw new IllegalArgumentException("step \"" + step + "\" has no rows of its own: read one of "
                    + tables.keySet().stream().sorted().toList() + ", or run it with runStep");
        }
        return table;
    }

    /** What breaks rules of checks and passes all the same. */
    public BrokenRules brokenRules() {
        return broken;
    }

    Map<String, RowDigest> digests() {
        return digests;
    }
}
