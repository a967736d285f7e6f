package dev.odograph.embedded.clickhouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a client's query id reaches the engine, which gives statements ids of its own: as the first line of the setting
 * {@code log_comment}.
 */
final class QueryTag {
    private static final String ID = "'(?:[^'\\\\]|\\\\.)*+'";
    private static final Pattern KILL = Pattern.compile(
            "\\s*KILL\\s+QUERY\\s+WHERE\\s+query_id\\s*(?:=\\s*(?<one>" + ID + ")|IN\\s*\\(\\s*(?<some>" + ID
                    + "(?:\\s*,\\s*" + ID + ")*+)\\s*\\))\\s*(?:SYNC|ASYNC|TEST)?\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);

    private QueryTag() {}

    static String of(Statement statement) {
        String comment = statement.settings().getOrDefault("log_comment", "");
        return comment.isEmpty() ? statement.queryId() : statement.queryId() + "\n" + comment;
    }

    static boolean isKill(String sql) {
        return KILL.matcher(sql).matches();
    }

    /**
     * A kill by one or some of the client's ids, as a kill by the engine's ids. It is always ASYNC: a SYNC one waits for a
     * victim that only ends when its connection is used again.
     */
    static String translateKill(String sql) {
        Matcher matcher = KILL.matcher(sql);
        if (!matcher.matches()) {
            return sql;
        }
        return "KILL QUERY WHERE query_id IN (SELECT query_id FROM system.processes WHERE"
                + " splitByChar('\\n', Settings['log_comment'])[1] IN ("
                + (matcher.group("one") == null ? matcher.group("some") : matcher.group("one")) + ")) ASYNC";
    }
}
