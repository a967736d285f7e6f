package dev.odograph.store.clickhouse;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement with what goes beside it. Values never become part of the text: it says {@code {name:Type}}.
 *
 * @param sql the text
 * @param queryId id by which it can be killed; null for one made by the server
 * @param parameters values of placeholders; the client escapes them
 * @param settings settings of this statement
 */
public record ClickHouseQuery(
        String sql, @Nullable String queryId, Map<String, String> parameters, Map<String, String> settings) {
    public ClickHouseQuery {
        requireNonNull(sql, "sql is null");
        parameters = Map.copyOf(parameters);
        settings = Map.copyOf(settings);
    }

    /** A statement and nothing beside it. */
    public static ClickHouseQuery of(String sql) {
        return new ClickHouseQuery(sql, null, Map.of(), Map.of());
    }

    /** The same under a query id. */
    public ClickHouseQuery withId(String id) {
        return new ClickHouseQuery(sql, id, parameters, settings);
    }

    /** The same with a text for a placeholder {@code {name:String}}. */
    public ClickHouseQuery with(String name, String text) {
        return withRaw(name, text);
    }

    /** The same with a number for a placeholder such as {@code {name:UInt64}}; read as unsigned. */
    public ClickHouseQuery with(String name, long number) {
        return withRaw(name, Long.toUnsignedString(number));
    }

    /** The same with texts for a placeholder {@code {name:Array(String)}}. */
    public ClickHouseQuery with(String name, Iterable<String> texts) {
        StringBuilder array = new StringBuilder("[");
        for (String text : texts) {
            array.append(array.length() > 1 ? "," : "")
                    .append('\'')
                    .append(text.replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        return withRaw(name, array.append(']').toString());
    }

    /** The same with a setting. */
    public ClickHouseQuery setting(String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return new ClickHouseQuery(sql, queryId, parameters, more);
    }

    private ClickHouseQuery withRaw(String name, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(name, value);
        return new ClickHouseQuery(sql, queryId, more, settings);
    }
}
