package dev.odograph.embedded.clickhouse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
        FormatClause clause = formatClause(sql);
        return clause == null ? otherwise : clause.name().text(sql);
    }

    /** The same query with its output written to a file that is not there yet. */
    static String intoFile(String sql, Path file, String otherwise) {
        String into = "\nINTO OUTFILE " + literal(file.toString()) + " ";
        FormatClause clause = formatClause(sql);
        return clause == null
                ? sql.strip().replaceFirst(";$", "") + into + "FORMAT " + identifier(otherwise)
                : sql.substring(0, clause.start()) + into + sql.substring(clause.start());
    }

    /** The clause ends a statement, but for settings; elsewhere FORMAT is the name of a function or a column. */
    private static @Nullable FormatClause formatClause(String sql) {
        List<Words.Word> outer = new ArrayList<>();
        Words words = new Words(sql);
        for (Words.Word word = words.next(); word != null; word = words.next()) {
            if (word.depth() == 0) {
                outer.add(word);
            }
        }
        for (int i = 0; i + 1 < outer.size(); i++) {
            boolean last = i + 2 == outer.size() || outer.get(i + 2).is(sql, "SETTINGS");
            if (last && outer.get(i).is(sql, "FORMAT")) {
                return new FormatClause(outer.get(i).start(), outer.get(i + 1));
            }
        }
        return null;
    }

    private record FormatClause(int start, Words.Word name) {}

    static boolean isInsert(String sql) {
        return firstWord(sql).equals("INSERT");
    }

    /** The first word in capitals; empty where the statement starts with a bracket. */
    static String firstWord(String sql) {
        Words.Word word = new Words(sql).next();
        return word == null || word.depth() > 0 ? "" : word.text(sql).toUpperCase(Locale.ROOT);
    }
}
