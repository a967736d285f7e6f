package dev.odograph.embedded.clickhouse;

import java.util.Map;

/**
 * One statement as the engine shall run it.
 *
 * @param queryId the client's id for it, by which it can be killed
 * @param sql the text, without inserted data unless it is short
 * @param format the output format where the text names none
 * @param database the current database
 * @param parameters values of {@code {name:Type}} placeholders, in the engine's escaped text form
 * @param settings settings of this statement only
 * @param readonly 0, 1 (no settings in the text either) or 2
 */
record Statement(
        String queryId,
        String sql,
        String format,
        String database,
        Map<String, String> parameters,
        Map<String, String> settings,
        int readonly) {
    Statement {
        parameters = Map.copyOf(parameters);
        settings = Map.copyOf(settings);
    }

    Statement withSql(String text) {
        return new Statement(queryId, text, format, database, parameters, settings, readonly);
    }
}
