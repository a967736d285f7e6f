package dev.odograph.spec.lock;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.validation.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a changed result schema asks of the metric's version. All versions of one major share a table and its readers, so
 * within a major a schema only grows by columns that may be absent. The table of cases is in docs/reference/lock.md.
 */
public final class SchemaChanges {
    private SchemaChanges() {}

    /** Every difference, in the order of the earlier columns, then of those that are new; empty where none matters. */
    public static List<SchemaChange> between(TableSchema before, TableSchema after) {
        List<SchemaChange> changes = new ArrayList<>();
        for (ColumnSpec column : before.columns()) {
            Optional<ColumnSpec> now = after.column(column.name());
            if (now.isPresent()) {
                changed(column, now.get(), changes);
            } else {
                changes.add(gone(column, before, after));
            }
        }
        for (ColumnSpec column : after.columns()) {
            if (before.column(column.name()).isEmpty()) {
                changes.add(added(column));
            }
        }
        keyOrder(before, after, changes);
        return List.copyOf(changes);
    }

    private static SchemaChange gone(ColumnSpec column, TableSchema before, TableSchema after) {
        String renamed = after.columns().stream()
                .filter(other -> before.column(other.name()).isEmpty())
                .filter(other -> other.type() == column.type() && Objects.equals(other.unit(), column.unit()))
                .findFirst()
                .map(other -> " (renamed to \"" + other.name() + "\"?)")
                .orElse("");
        return breaks(
                column,
                "is gone" + renamed,
                "within a major no column is removed or renamed, since readers name it",
                "put it back beside what is new");
    }

    private static SchemaChange added(ColumnSpec column) {
        if (column.key()) {
            return breaks(
                    column,
                    "is new and a key",
                    "within a major the key stays, since readers join and count by it",
                    "add it without the key");
        }
        if (!column.nullable()) {
            return breaks(
                    column,
                    "is new and never null",
                    "within a major a new column is nullable, since rows stored before have no value for it",
                    "let it be nullable");
        }
        return change(
                column,
                Bump.MINOR,
                "is new",
                "a new nullable column is a new minor version, so that readers can tell who has it",
                "leave it out");
    }

    private static void changed(ColumnSpec before, ColumnSpec after, List<SchemaChange> changes) {
        if (before.type() != after.type()) {
            changes.add(breaks(
                    before,
                    "was " + before.type() + " and is " + after.type(),
                    "within a major types stay, since tables and readers are typed",
                    "put out the old type, or add a nullable column of the new one"));
        }
        if (before.key() != after.key()) {
            changes.add(breaks(
                    before,
                    after.key() ? "became a key" : "is no key any more",
                    "within a major the key stays, since readers join and count by it",
                    "keep the key as it was"));
        }
        if (before.nullable() != after.nullable()) {
            changes.add(breaks(
                    before,
                    after.nullable() ? "may be null now" : "was nullable and is never null now",
                    after.nullable()
                            ? "within a major a column that is never null stays so, since readers count on it"
                            : "within a major a nullable column stays so, since rows stored before hold nulls",
                    after.nullable() ? "filter the nulls out in the step" : "leave it nullable"));
        }
        if (!before.allowsNaN() && after.allowsNaN()) {
            changes.add(breaks(
                    before,
                    "may be NaN now",
                    "within a major a column without NaN stays so, since one NaN makes a reader's sum NaN",
                    "put out null instead"));
        } else if (before.allowsNaN() && !after.allowsNaN()) {
            changes.add(change(
                    before,
                    Bump.MINOR,
                    "is never NaN any more",
                    "values that go away are a new minor version",
                    "allow NaN as before"));
        }
        if (!Units.same(before.unit(), after.unit())) {
            changes.add(new SchemaChange(
                    before.name(),
                    Bump.MAJOR,
                    true,
                    "column \"" + before.name() + "\" was in " + show(before.unit()) + " and is in "
                            + show(after.unit()),
                    "within a major units stay, since readers see only numbers",
                    "convert back in the step, or add a nullable column in the new unit"));
        }
    }

    private static void keyOrder(TableSchema before, TableSchema after, List<SchemaChange> changes) {
        List<String> old = before.keys().stream().map(ColumnSpec::name).toList();
        List<String> now = after.keys().stream().map(ColumnSpec::name).toList();
        if (!old.equals(now) && old.size() == now.size() && old.containsAll(now)) {
            changes.add(new SchemaChange(
                    old.getFirst(),
                    Bump.MAJOR,
                    false,
                    "the key was (" + String.join(", ", old) + ") and is (" + String.join(", ", now) + ")",
                    "within a major the key stays, since the table is sorted by it",
                    "declare the key's columns in the old order"));
        }
    }

    private static SchemaChange breaks(ColumnSpec column, String what, String rule, String mend) {
        return change(column, Bump.MAJOR, what, rule, mend);
    }

    private static SchemaChange change(ColumnSpec column, Bump needs, String what, String rule, String mend) {
        return new SchemaChange(column.name(), needs, false, "column \"" + column.name() + "\" " + what, rule, mend);
    }

    private static String show(@Nullable String unit) {
        return unit == null ? "no unit" : unit;
    }
}
