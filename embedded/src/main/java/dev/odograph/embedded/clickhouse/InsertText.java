package dev.odograph.embedded.clickhouse;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT taken apart, so that its data can come from a spooled file: the engine cuts long data that stands inside
 * the statement.
 *
 * @param head the text before the data's format
 * @param settings the text of its SETTINGS clause with the keyword, or empty
 * @param format the data's format; null where the statement names none
 * @param dataStart index of the first character of data in the statement; -1 where it has none
 * @param input the index of {@code input(}; -1 where the statement does not read from it
 */
record InsertText(String head, String settings, @Nullable String format, int dataStart, int input) {

    static InsertText parse(String sql) {
        Words words = new Words(sql);
        int settings = -1;
        int input = -1;
        for (Words.Word word = words.next(); word != null; word = words.next()) {
            if (word.is(sql, "input") && isCall(sql, word.end())) {
                input = word.start();
            } else if (word.depth() > 0) {
                continue;
            } else if (word.is(sql, "SETTINGS") && settings < 0) {
                settings = word.start();
            } else if (word.is(sql, "VALUES")) {
                return cut(sql, word.start(), settings, "Values", dataAfter(sql, word.end()), input);
            } else if (word.is(sql, "FORMAT")) {
                Words.Word name = words.next();
                if (name == null) {
                    break;
                }
                return cut(sql, word.start(), settings, name.text(sql), dataAfter(sql, name.end()), input);
            }
        }
        return new InsertText(sql, "", null, -1, input);
    }

    private static InsertText cut(String sql, int formatStart, int settings, String format, int dataStart, int input) {
        boolean apart = settings >= 0 && input < 0;
        return new InsertText(
                sql.substring(0, apart ? settings : formatStart),
                apart ? sql.substring(settings, formatStart) : "",
                format,
                dataStart,
                input);
    }

    /** The same INSERT with its data read from a file. */
    String readingFrom(Path file, String defaultFormat) {
        String name = format == null ? defaultFormat : format;
        String path = SqlText.literal(file.toString());
        if (input < 0) {
            return head + " FROM INFILE " + path + " " + settings + " FORMAT " + name;
        }
        int open = head.indexOf('(', input);
        int close = Words.closingBracket(head, input);
        if (close < 0) {
            throw new EngineException(62, "Code: 62. DB::Exception: input( is not closed. (SYNTAX_ERROR)");
        }
        String structure = head.substring(open + 1, close - 1);
        return head.substring(0, input) + "file(" + path + ", '" + name + "', " + structure + ")"
                + head.substring(close);
    }

    private static boolean isCall(String sql, int from) {
        int at = from;
        while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
            at++;
        }
        return at < sql.length() && sql.charAt(at) == '(';
    }

    private static int dataAfter(String sql, int from) {
        int at = from;
        while (at < sql.length() && (sql.charAt(at) == ' ' || sql.charAt(at) == '\t' || sql.charAt(at) == '\r')) {
            at++;
        }
        if (at < sql.length() && sql.charAt(at) == '\n') {
            at++;
        }
        String rest = sql.substring(at, Math.min(sql.length(), at + 64)).strip();
        return rest.isEmpty() || rest.equals(";") ? -1 : at;
    }
}
