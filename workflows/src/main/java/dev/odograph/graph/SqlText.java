package dev.odograph.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The text of a query.
 *
 * @param text one SELECT statement of DuckDB's SQL
 */
public record SqlText(String text) {
    public SqlText {
        requireNonNull(text, "text is null");
    }

    /** A query written in place. */
    public static SqlText sql(String text) {
        return new SqlText(text);
    }

    /**
     * A query from a resource beside {@code owner}, in UTF-8.
     *
     * @throws OdographException FILE_NOT_FOUND where there is no such resource
     */
    public static SqlText sqlResource(Class<?> owner, String name) {
        try (InputStream stream = owner.getResourceAsStream(name)) {
            if (stream == null) {
                throw new OdographException(
                        ErrorCode.FILE_NOT_FOUND,
                        "Resource \"" + name + "\" of " + owner.getName()
                                + " is not there: put the file into src/main/resources under the same package");
            }
            return new SqlText(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT, "Resource \"" + name + "\" of " + owner.getName() + " cannot be read", e);
        }
    }
}
