package dev.odograph.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns MCAP files and ROS bags into Parquet tables by a mapping from topics to columns, in a Python of its own: there is no
 * official reader in Java. Thread-safe.
 */
public final class TopicConverter {
    private static final List<String> ENDINGS = List.of(".mcap", ".bag", ".db3");
    private static final int REFUSED = 3;

    private final PythonEnvironments environments;

    /** A converter whose packages are in one of these environments. */
    public TopicConverter(PythonEnvironments environments) {
        this.environments = requireNonNull(environments, "environments is null");
    }

    /**
     * What was found in a recording.
     *
     * @param segment its id
     * @param topics the topics that the mapping reads
     * @param tables the tables made of it
     */
    public record Converted(String segment, Map<String, Topic> topics, Map<String, Rows> tables) {}

    /**
     * A topic of a recording.
     *
     * @param messages how many
     * @param rateHz mean rate between the first and the last; null for fewer than two
     */
    public record Topic(long messages, @Nullable Double rateHz) {}

    /**
     * Rows made of a recording.
     *
     * @param rows how many
     * @param dropped messages that shared a millisecond with a later one
     * @param matched share of the rows in which a joined column has a value, by column
     */
    public record Rows(long rows, long dropped, Map<String, Double> matched) {}

    private record Refusal(String code, String message) {}

    /**
     * Converts recordings.
     *
     * @param paths MCAP files, ROS 1 bags, ROS 2 bags (a directory with metadata.yaml, or a .db3 file), or directories of
     *     these
     * @param mapping YAML file from topics to columns
     * @param into directory that gets a folder per table, with a Parquet file per recording
     * @param progress gets lines for people
     * @throws OdographException FILE_CORRUPT, COLUMN_MISSING, COLUMN_TYPE or ARGUMENT_INVALID, naming the file and the
     *     mend; what is in {@code into} must then not be used
     */
    public List<Converted> convert(List<String> paths, Path mapping, Path into, Consumer<String> progress) {
        List<Path> recordings = new ArrayList<>();
        paths.forEach(path -> recordings.addAll(find(Path.of(path))));
        Map<String, Path> segments = new TreeMap<>();
        for (Path recording : recordings) {
            Path other = segments.put(stem(recording), recording);
            if (other != null) {
                throw new OdographException(
                        ErrorCode.DATASET_CONFLICT,
                        recording + " and " + other + " would both be segment " + stem(recording)
                                + ": rename one of them");
            }
        }
        Path python = environments.load(new PythonLock(resource("topics.lock")), progress);
        List<String> command = new ArrayList<>(List.of(
                python.toString(), "-I", "-c", resource("odograph_topics.py"), mapping.toString(), into.toString()));
        recordings.forEach(recording -> command.add(recording.toString()));
        try {
            Path answer = Files.createTempFile("odograph-topics-", ".json");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(answer.toFile());
                builder.environment().keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR"));
                return read(run(builder, recordings.size(), progress), Files.readString(answer));
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, "Recordings cannot be converted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.RUN_CANCELLED, "Stopped while recordings were converted", e);
        }
    }

    private static int run(ProcessBuilder builder, int total, Consumer<String> progress)
            throws IOException, InterruptedException {
        Process process = builder.start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            process.getOutputStream().close();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+ .*")) {
                    progress.accept(
                            "Converted " + line.split(" ", 2)[0] + " of " + total + ": " + line.split(" ", 2)[1]);
                } else {
                    said.append(line).append('\n');
                }
            }
            int status = process.waitFor();
            if (status != 0 && status != REFUSED) {
                throw new OdographException(
                        status == 137 ? ErrorCode.MEMORY_EXHAUSTED : ErrorCode.INTERNAL_ERROR,
                        "The conversion of recordings ended with status " + status + ": "
                                + said.toString().strip());
            }
            return status;
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Converted> read(int status, String answer) {
        if (status == REFUSED) {
            Refusal refusal = SpecJson.read(answer, Refusal.class);
            throw new OdographException(ErrorCode.valueOf(refusal.code()), refusal.message());
        }
        return List.of(SpecJson.read(answer, Converted[].class));
    }

    /** The recordings that a path means. */
    private static List<Path> find(Path path) {
        if (isRecording(path)) {
            return List.of(path.toAbsolutePath().normalize());
        }
        if (!Files.isDirectory(path)) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    path + (Files.exists(path) ? " is no recording" : " is not there")
                            + ": name .mcap, .bag or .db3 files, or directories with these or of ROS 2 bags");
        }
        try (Stream<Path> children = Files.list(path)) {
            List<Path> found = children.filter(TopicConverter::isRecording)
                    .map(child -> child.toAbsolutePath().normalize())
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new OdographException(
                        ErrorCode.FILE_NOT_FOUND,
                        path + " holds no recording: put .mcap, .bag or .db3 files, or ROS 2 bags into it");
            }
            return found;
        } catch (IOException e) {
            throw new OdographException(ErrorCode.FILE_NOT_FOUND, path + " cannot be listed: " + e, e);
        }
    }

    private static boolean isRecording(Path path) {
        return Files.isDirectory(path)
                ? Files.exists(path.resolve("metadata.yaml"))
                : Files.isRegularFile(path) && ENDINGS.stream().anyMatch(path.toString()::endsWith);
    }

    private static String stem(Path recording) {
        String name = String.valueOf(recording.getFileName());
        return ENDINGS.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
    }

    private static String resource(String name) {
        try (InputStream stream = requireNonNull(TopicConverter.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from Odograph's own jar", e);
        }
    }
}
