package dev.odograph.spec.lock;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A column as one line of the lock file, written like in a metric's {@code .sql} file: {@code t_ms int64 [ms] key}. */
final class ColumnText {
    private static final Pattern FORM = Pattern.compile("(\\S+) (\\S+)(?: \\[([^]]*)])?((?: key| nullable| nan)*)");

    private ColumnText() {}

    static String of(ColumnSpec column) {
        return column.name() + " " + column.type().name().toLowerCase(Locale.ROOT)
                + (column.unit() == null ? "" : " [" + column.unit() + "]")
                + (column.key() ? " key" : "")
                + (column.nullable() ? " nullable" : "")
                + (column.allowsNaN() ? " nan" : "");
    }

    static ColumnSpec parse(String text) {
        Matcher matcher = FORM.matcher(text);
        try {
            if (matcher.matches()) {
                List<String> flags = List.of(matcher.group(4).strip().split(" "));
                return new ColumnSpec(
                        matcher.group(1),
                        ColumnType.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
                        flags.contains("nullable"),
                        flags.contains("key"),
                        matcher.group(3),
                        flags.contains("nan"));
            }
        } catch (IllegalArgumentException e) {
            // no such type: said below
        }
        throw new OdographException(
                ErrorCode.FILE_CORRUPT,
                "the lock file has column \"" + text
                        + "\", which is not of the form NAME TYPE [UNIT] key nullable nan: restore the committed file");
    }
}
