package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the columns that a reader wants are among those of a table, by name, with equal type and unit. Values that are
 * never absent may flow to where they may be, not the other way; so with NaN.
 */
public final class ColumnFlow {
    private ColumnFlow() {}

    /**
     * What stands against it, without the step's name.
     *
     * @param wanted the columns wanted
     * @param by who wants them, for messages: {@code record Sample}
     * @param given columns of the table
     * @param table its name
     */
    public static List<String> problems(List<ColumnSpec> wanted, String by, TableSchema given, String table) {
        List<String> problems = new ArrayList<>();
        for (ColumnSpec column : wanted) {
            Optional<ColumnSpec> source = given.column(column.name());
            if (source.isEmpty()) {
                problems.add(subject(by, column) + ", which \"" + table + "\" lacks: it has " + names(given));
            } else {
                difference(column, by, source.get(), table).ifPresent(problems::add);
            }
        }
        return problems;
    }

    static String names(TableSchema schema) {
        return schema.columns().stream().<String>map(ColumnSpec::name).collect(Collectors.joining(", "));
    }

    private static Optional<String> difference(ColumnSpec wanted, String by, ColumnSpec given, String table) {
        String subject = subject(by, wanted);
        if (wanted.type() != given.type()) {
            return Optional.of(subject + " as " + wanted.type() + ", but \"" + table + "\" has it as " + given.type()
                    + ": give both the same type");
        }
        if (!Units.same(wanted.unit(), given.unit())) {
            return Optional.of(subject + " in " + Units.show(wanted.unit()) + ", but \"" + table + "\" has it in "
                    + Units.show(given.unit()) + ": " + Units.mend(wanted.name(), given.unit(), wanted.unit()));
        }
        if (given.nullable() && !wanted.nullable()) {
            return Optional.of(subject + " never null, but in \"" + table
                    + "\" it may be null: filter the nulls out in a step between, or let the reader take them");
        }
        if (given.allowsNaN() && !wanted.allowsNaN()) {
            return Optional.of(subject + " never NaN, but in \"" + table
                    + "\" it may be NaN: filter those out in a step between, or let the reader take them");
        }
        return Optional.empty();
    }

    private static String subject(String by, ColumnSpec column) {
        return by + " wants column \"" + column.name() + "\"";
    }
}
