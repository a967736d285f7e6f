package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** SQL texts that lie beside this package's classes. */
final class SqlResource {
    private SqlResource() {}

    static String load(String name) {
        try (InputStream in = SqlResource.class.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new OdographException(ErrorCode.INTERNAL_ERROR, "resource " + name + ".sql is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "resource " + name + ".sql cannot be read", e);
        }
    }
}
