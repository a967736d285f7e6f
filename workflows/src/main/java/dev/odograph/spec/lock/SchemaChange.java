package dev.odograph.spec.lock;

import static java.util.Objects.requireNonNull;

/**
 * One difference between two schemas of a metric.
 *
 * @param column the column that it is about
 * @param needs what it asks of the version
 * @param unit whether it is a change of unit
 * @param what what was found: {@code column "a" is gone}
 * @param rule why it asks so much
 * @param mend what to do instead of a new version
 */
public record SchemaChange(String column, Bump needs, boolean unit, String what, String rule, String mend) {
    public SchemaChange {
        requireNonNull(column, "column is null");
        requireNonNull(needs, "needs is null");
        requireNonNull(what, "what is null");
        requireNonNull(rule, "rule is null");
        requireNonNull(mend, "mend is null");
    }
}
