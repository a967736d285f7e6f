package dev.odograph.step.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.spec.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The packages of an environment, each pinned with hashes.
 *
 * @param text of the {@code requirements.lock}
 */
public record PythonLock(String text) {
    private static final PythonLock DEFAULT = new PythonLock(resource("requirements.lock"));

    /** The lock of a step; null stands for the one that comes with Odograph. */
    public static PythonLock of(@Nullable String text) {
        return text == null ? DEFAULT : new PythonLock(text);
    }

    /** What tells one lock from another. */
    public String digest() {
        return Digests.sha256Hex("python-lock", text);
    }

    /** The pinned packages in words, such as {@code numpy==2.4.6}. */
    public String packages() {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" ") && !line.startsWith("#"))
                .map(line -> line.split("[ ;\\\\]", 2)[0])
                .collect(Collectors.joining(", "));
    }

    static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(PythonLock.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from Odograph's own jar", e);
        }
    }
}
