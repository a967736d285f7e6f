package dev.odograph.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables as an MCAP file: a topic each, a JSON message with a JSON schema for each row, in order of time. By the
 * official Python package, in the environment of {@link TopicConverter}: there is no writer in Java. Thread-safe.
 */
public final class McapWriter {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PythonEnvironments environments;

    /** A writer whose packages are in one of these environments. */
    public McapWriter(PythonEnvironments environments) {
        this.environments = requireNonNull(environments, "environments is null");
    }

    /**
     * A table that becomes a topic.
     *
     * @param topic its name in the file
     * @param file the rows, Parquet, in order of time
     * @param time column of time, an integer or a double
     * @param ms milliseconds in its unit
     * @param units units by column
     */
    public record Topic(String topic, String file, String time, double ms, Map<String, String> units) {
        public Topic {
            units = Map.copyOf(units);
        }
    }

    private record Asked(String target, long startNs, Map<String, String> metadata, List<Topic> topics) {}

    /**
     * Writes the file; it appears under its name when it is whole.
     *
     * @param startNs the log time of time 0, in nanoseconds since 1970
     * @param metadata what the file says of itself, under the name {@code odograph}
     * @param progress gets lines for people, where the environment has to be made
     * @throws OdographException PYTHON_UNAVAILABLE; STEP_TIMED_OUT; INTERNAL_ERROR, with what the program said
     */
    public void write(
            Path target, long startNs, Map<String, String> metadata, List<Topic> topics, Consumer<String> progress) {
        Path python = environments.load(new PythonLock(resource("topics.lock")), progress);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Path said = Files.createTempFile("odograph-mcap-", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(python.toString(), "-I", "-c", resource("odograph_mcap.py"))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
                builder.environment().keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR"));
                run(builder, SpecJson.write(new Asked(part.toString(), startNs, metadata, topics)), said);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(said);
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.RUN_CANCELLED, "Stopped while an MCAP file was written", e);
        }
    }

    private static void run(ProcessBuilder builder, String asked, Path said) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            process.getOutputStream().write(asked.getBytes(UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new OdographException(
                        ErrorCode.STEP_TIMED_OUT,
                        "The MCAP file was not written in " + PATIENCE.toMinutes()
                                + " minutes: choose a smaller window");
            }
            if (process.exitValue() != 0) {
                throw failed(Files.readString(said).strip(), null);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static OdographException failed(String why, @Nullable Throwable cause) {
        return new OdographException(
                ErrorCode.INTERNAL_ERROR, "The MCAP file cannot be written: " + why + ". Report this", cause);
    }

    private static String resource(String name) {
        try (InputStream stream = requireNonNull(McapWriter.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from Odograph's own jar", e);
        }
    }
}
