package dev.odograph.embedded.clickhouse;

import java.util.Locale;
import java.util.regex.Pattern;

/** Quoting, and what can be told of a statement from its first word. */
final class SqlText {
    private static final Pattern SETTING_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private SqlText() {}

    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    static String identifier(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    static String settingName(String name) {
        if (!SETTING_NAME.matcher(name).matches()) {
            throw new EngineException(
                    115, "Code: 115. DB::Exception: the setting name '" + name + "' is not one. (UNKNOWN_SETTING)");
        }
        return name;
    }

    /** Whether the engine may be asked to stream: it refuses others than queries, which then run whole. */
    static boolean mayStream(String sql) {
        String first = firstWord(sql);
        return first.isEmpty() || first.equals("SELECT") || first.equals("WITH");
    }

    /** The format that the statement's own FORMAT clause names, else the other one. */
    static String outputFormat(String sql, String otherwise) {
        String format = otherwise;
        Words words = new Words(sql);
        for (Words.Word word = words.next(); word != null; word = words.next()) {
            if (word.depth() == 0 && word.is(sql, "FORMAT")) {
                Words.Word name = words.next();
                if (name != null) {
                    format = name.text(sql);
                }
            }
        }
        return format;
    }

    static boolean isInsert(String sql) {
        return firstWord(sql).equals("INSERT");
    }

    /** The first word in capitals; empty where the statement starts with a bracket. */
    static String firstWord(String sql) {
        Words.Word word = new Words(sql).next();
        return word == null || word.depth() > 0 ? "" : word.text(sql).toUpperCase(Locale.ROOT);
    }
}
