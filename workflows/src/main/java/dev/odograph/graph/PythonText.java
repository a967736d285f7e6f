package dev.odograph.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The code of a python step: a file, the modules of the author's own that it imports, and the lock of its environment.
 * Immutable.
 *
 * @param file name of the file, for tracebacks
 * @param source its text
 * @param modules texts of further modules by name; what is not here, in the environment or in Python cannot be imported
 * @param lock text of a {@code requirements.lock}, every package pinned with hashes; null for the one that comes with
 *     Odograph: pyarrow, numpy, pandas
 */
public record PythonText(
        String file,
        String source,
        Map<String, String> modules,
        @Nullable String lock) {
    private static final String ENDING = ".py";

    public PythonText {
        requireNonNull(file, "file is null");
        requireNonNull(source, "source is null");
        modules = Map.copyOf(modules);
    }

    /** Code written in place. */
    public static PythonText python(String source) {
        return new PythonText("step.py", source, Map.of(), null);
    }

    /**
     * Code from a resource beside {@code owner}, in UTF-8.
     *
     * @throws OdographException FILE_NOT_FOUND where there is no such resource
     */
    public static PythonText pythonResource(Class<?> owner, String name) {
        return new PythonText(name, text(owner, name), Map.of(), null);
    }

    /** The same with a further module from a resource beside {@code owner}: {@code geometry.py} is {@code geometry}. */
    public PythonText withModule(Class<?> owner, String name) {
        String module = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        Map<String, String> all = new TreeMap<>(modules);
        all.put(module.substring(module.lastIndexOf('/') + 1), text(owner, name));
        return new PythonText(file, source, all, lock);
    }

    /** The same with an environment of its own, by a {@code requirements.lock} from a resource beside {@code owner}. */
    public PythonText withLock(Class<?> owner, String name) {
        return new PythonText(file, source, modules, text(owner, name));
    }

    private static String text(Class<?> owner, String name) {
        try (InputStream stream = owner.getResourceAsStream(name)) {
            if (stream == null) {
                throw new OdographException(
                        ErrorCode.FILE_NOT_FOUND,
                        "Resource \"" + name + "\" of " + owner.getName()
                                + " is not there: put the file into src/main/resources under the same package");
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT, "Resource \"" + name + "\" of " + owner.getName() + " cannot be read", e);
        }
    }
}
