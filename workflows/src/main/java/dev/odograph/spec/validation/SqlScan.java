package dev.odograph.spec.validation;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A query without what is not code: comments become a space and texts become {@code ''}, so that words are only found
 * where they mean something.
 *
 * @param code in lower case, quoted names with their quotes
 * @param bare the same with the quotes around names dropped
 */
record SqlScan(String code, String bare) {
    private static final Pattern QUOTED_NAME = Pattern.compile("\"[^\"]*\"");

    /** The code with quoted names gone as well: only words that the grammar may mean something by. */
    String words() {
        return QUOTED_NAME.matcher(code).replaceAll(" _ ");
    }

    static SqlScan of(String sql) {
        StringBuilder code = new StringBuilder(sql.length());
        int i = 0;
        while (i < sql.length()) {
            int end = skipped(sql, i);
            if (end == i) {
                code.append(sql.charAt(i++));
            } else {
                char first = sql.charAt(i);
                if (first == '\'' && escapes(sql, i)) {
                    code.setLength(code.length() - 1); // the E is part of the text
                }
                code.append(first == '"' ? sql.substring(i, end) : first == '-' || first == '/' ? " " : "''");
                i = end;
            }
        }
        String lower = code.toString().toLowerCase(Locale.ROOT);
        return new SqlScan(lower, lower.replace("\"", ""));
    }

    /** Where the comment, text or quoted name that starts at {@code i} ends; {@code i} where none starts. */
    private static int skipped(String sql, int i) {
        char first = sql.charAt(i);
        if (sql.startsWith("--", i)) {
            return lineEnd(sql, i);
        }
        if (sql.startsWith("/*", i)) {
            return commentEnd(sql, i);
        }
        if (first == '\'' || first == '"') {
            return quoted(sql, i, first);
        }
        return first == '$' ? dollarQuoted(sql, i) : i;
    }

    private static int lineEnd(String sql, int start) {
        int i = start;
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /** Comments in a comment count, as the engine counts them. */
    private static int commentEnd(String sql, int start) {
        int depth = 0;
        int i = start;
        do {
            boolean opens = sql.startsWith("/*", i);
            boolean closes = sql.startsWith("*/", i);
            depth += opens ? 1 : closes ? -1 : 0;
            i += opens || closes ? 2 : 1;
        } while (depth > 0 && i < sql.length());
        return Math.min(i, sql.length());
    }

    private static int quoted(String sql, int start, char quote) {
        boolean escapes = quote == '\'' && escapes(sql, start);
        int i = start + 1;
        while (i < sql.length()) {
            char letter = sql.charAt(i);
            if (letter == '\\' && escapes) {
                i += 2;
            } else if (letter != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }

    /** Whether the text that starts here is an {@code E'text'}, in which a backslash escapes. */
    private static boolean escapes(String sql, int start) {
        return start > 0 && "eE".indexOf(sql.charAt(start - 1)) >= 0 && !wordAt(sql, start - 2);
    }

    /** {@code $$text$$} and {@code $tag$text$tag$}; a parameter {@code $name} is none. */
    private static int dollarQuoted(String sql, int start) {
        if (wordAt(sql, start - 1)) {
            return start;
        }
        int i = start + 1;
        while (wordAt(sql, i)) {
            i++;
        }
        boolean opens = i < sql.length() && sql.charAt(i) == '$' && !Character.isDigit(sql.charAt(start + 1));
        return opens ? after(sql, sql.substring(start, i + 1), i + 1) : start;
    }

    private static boolean wordAt(String sql, int i) {
        return i >= 0 && i < sql.length() && (Character.isLetterOrDigit(sql.charAt(i)) || sql.charAt(i) == '_');
    }

    private static int after(String sql, String end, int from) {
        int at = sql.indexOf(end, from);
        return at < 0 ? sql.length() : at + end.length();
    }
}
