package dev.odograph.embedded.clickhouse;

import org.jspecify.annotations.Nullable;

/** Walks over the words of a statement, past strings, quoted names and comments. */
final class Words {
    private final String sql;
    private int at;
    private int depth;

    Words(String sql) {
        this.sql = sql;
    }

    /**
     * A word of letters, digits and underscores.
     *
     * @param depth how many brackets are open around it
     */
    record Word(int start, int end, int depth) {
        String text(String sql) {
            return sql.substring(start, end);
        }

        boolean is(String sql, String keyword) {
            return end - start == keyword.length() && sql.regionMatches(true, start, keyword, 0, keyword.length());
        }
    }

    /** The next word, or null at the end. */
    @Nullable
    Word next() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (isWord(c)) {
                int start = at;
                while (at < sql.length() && isWord(sql.charAt(at))) {
                    at++;
                }
                return new Word(start, at, depth);
            }
            switch (c) {
                case '\'', '"', '`' -> skipQuoted(c);
                case '(', '[', '{' -> step(1);
                case ')', ']', '}' -> step(-1);
                case '-' -> skipComment("--", "\n");
                case '#' -> skipComment("#", "\n");
                case '/' -> skipComment("/*", "*/");
                default -> at++;
            }
        }
        return null;
    }

    /** The index behind the bracket that opens at or after this index and closes again; -1 if it does not. */
    static int closingBracket(String sql, int from) {
        Words words = new Words(sql);
        words.at = from;
        boolean opened = false;
        while (words.at < sql.length()) {
            char c = sql.charAt(words.at);
            switch (c) {
                case '\'', '"', '`' -> words.skipQuoted(c);
                case '(' -> {
                    opened = true;
                    words.step(1);
                }
                case ')' -> words.step(-1);
                default -> words.at++;
            }
            if (opened && words.depth == 0) {
                return words.at;
            }
        }
        return -1;
    }

    private void step(int change) {
        depth += change;
        at++;
    }

    private void skipQuoted(char quote) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            at += c == '\\' ? 2 : 1;
            if (c == quote) {
                return;
            }
        }
    }

    private void skipComment(String start, String end) {
        if (!sql.startsWith(start, at)) {
            at++;
            return;
        }
        int found = sql.indexOf(end, at + start.length());
        at = found < 0 ? sql.length() : found + end.length();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
