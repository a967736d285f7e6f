package dev.odograph.store.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Statements that are kept in files beside the classes that send them. */
public final class Sql {
    private Sql() {}

    /** The statement in a file beside this package's classes. */
    static String resource(String name) {
        return resource(Sql.class, name);
    }

    /** The statement in a file beside a class. */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + " cannot be read", e);
        }
    }
}
