package dev.odograph.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that an expression can name columns of. */
final class SqlUnitScope {
    private final Map<String, SqlUnits.Columns> known;
    private final Map<String, SqlUnits.Columns> tables = new LinkedHashMap<>();

    /** A scope of no tables yet; {@code known} are those that a subquery in it could read. */
    SqlUnitScope(Map<String, SqlUnits.Columns> known) {
        this.known = known;
    }

    Map<String, SqlUnits.Columns> known() {
        return known;
    }

    void add(String alias, SqlUnits.Columns columns) {
        tables.put(alias.isEmpty() ? "(" + tables.size() + ")" : SqlUnits.lower(alias), columns);
    }

    /** Puts all columns into a result; false where some table's are not all known. */
    boolean all(Map<String, @Nullable SqlUnit> columns) {
        boolean whole = true;
        for (SqlUnits.Columns table : tables.values()) {
            whole &= table.whole();
            table.units().forEach((name, unit) -> {
                // The same name twice may be either table's.
                columns.put(name, columns.containsKey(name) ? null : unit);
            });
        }
        return whole;
    }

    /** The unit of a column, with or without its table before it; null where it is not known. */
    @Nullable
    SqlUnit find(List<String> names) {
        if (names.size() == 2) {
            SqlUnits.Columns table = tables.get(SqlUnits.lower(names.getFirst()));
            return table == null ? null : table.find(names.getLast());
        }
        if (names.size() != 1) {
            return null;
        }
        String name = SqlUnits.lower(names.getFirst());
        List<SqlUnits.Columns> holders = new ArrayList<>();
        for (SqlUnits.Columns table : tables.values()) {
            if (table.units().containsKey(name)) {
                holders.add(table);
            } else if (!table.whole()) {
                return null;
            }
        }
        return holders.size() == 1 ? holders.getFirst().find(name) : null;
    }
}
