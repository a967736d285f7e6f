package dev.odograph.step.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The machine's Python.
 *
 * @param program the interpreter itself, no shim in front of it
 * @param version such as {@code cpython-3.11.7}
 */
public record PythonInterpreter(Path program, String version) {
    /** System property that names the interpreter to a step host, which sees no one's environment. */
    public static final String PROPERTY = "odograph.python";

    private static final String MEND =
            "install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3 python3-venv),"
                    + " or name one by ODOGRAPH_PYTHON";
    private static final String ASK = "import sys; print(sys.executable); print(sys.implementation.name + '-' +"
            + " '.'.join(map(str, sys.version_info[:3]))); print(sys.version_info >= (3, 11))";

    private static @Nullable PythonInterpreter found;

    public PythonInterpreter {
        requireNonNull(program, "program is null");
        requireNonNull(version, "version is null");
    }

    /**
     * The interpreter of this machine: the one that ODOGRAPH_PYTHON names, else {@code python3} on the PATH.
     *
     * @throws OdographException PYTHON_UNAVAILABLE where there is none, or an old one
     */
    public static synchronized PythonInterpreter load() {
        if (found == null) {
            String configured = System.getProperty(PROPERTY, System.getenv().getOrDefault("ODOGRAPH_PYTHON", ""));
            found = ask(configured.isEmpty() ? "python3" : configured);
        }
        return found;
    }

    /** The interpreter, if there is one that can be used. */
    public static Optional<PythonInterpreter> find() {
        try {
            return Optional.of(load());
        } catch (OdographException e) {
            return Optional.empty();
        }
    }

    private static PythonInterpreter ask(String program) {
        try {
            Process process = new ProcessBuilder(List.of(program, "-I", "-c", ASK))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            List<String> lines = output.lines().toList();
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0 || lines.size() != 3) {
                throw unavailable(program + " does not run (" + output.strip() + ")", null);
            }
            if (!lines.get(2).equals("True")) {
                throw unavailable(program + " is " + lines.get(1) + ", too old", null);
            }
            return new PythonInterpreter(Path.of(lines.get(0)), lines.get(1));
        } catch (IOException e) {
            throw unavailable(program + " is not there", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.RUN_CANCELLED, "Stopped while " + program + " was asked", e);
        }
    }

    private static OdographException unavailable(String what, @Nullable Throwable cause) {
        return new OdographException(
                ErrorCode.PYTHON_UNAVAILABLE, "Python steps cannot run here, " + what + ": " + MEND, cause);
    }
}
