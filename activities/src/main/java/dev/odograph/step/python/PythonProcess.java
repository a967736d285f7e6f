package dev.odograph.step.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A warm Python that runs one step at a time. It has the environment of the step and none of this process's variables but
 * the PATH; what the code prints goes to this process's standard error. Used by one thread at a time; {@link #kill} may
 * come from any.
 */
public final class PythonProcess {
    /** System property that bounds what a Python may allocate, in bytes; none where it is not set. */
    public static final String MEMORY = "odograph.python.memory";

    private static final long STOP_SECONDS = 2;

    private final Process process;
    private final Path home;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private PythonProcess(Process process, Path home) {
        this.process = process;
        this.home = home;
        this.requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Starts one and waits until it has loaded pyarrow. */
    static PythonProcess start(Path program) {
        try {
            Path home = Files.createTempDirectory("odograph-python-");
            Path script = Files.writeString(home.resolve("odograph_step.py"), PythonLock.resource("odograph_step.py"));
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            program.toString(),
                            "-s",
                            "-P",
                            script.toString(),
                            System.getProperty(MEMORY, "0"),
                            trace(home).toString()))
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            Map<String, String> environment = builder.environment();
            environment.keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
            environment.putAll(Map.of(
                    "HOME", home.toString(),
                    "TMPDIR", home.toString(),
                    "LC_ALL", "C.UTF-8",
                    "TZ", "UTC",
                    "PYTHONHASHSEED", "0",
                    "PYTHONDONTWRITEBYTECODE", "1",
                    "OMP_NUM_THREADS", "1",
                    "OPENBLAS_NUM_THREADS", "1",
                    "MKL_NUM_THREADS", "1"));
            PythonProcess started = new PythonProcess(builder.start(), home);
            started.answer("A Python environment did not start", null);
            return started;
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.PYTHON_UNAVAILABLE,
                    "Python " + program + " did not start: " + e.getMessage()
                            + ": remove its environment, so that it is made again",
                    e);
        }
    }

    /** Gives it a step's code, the parameters that the code names, and the schema of the output. */
    public void load(StepSpec.Python step, Map<String, Object> parameters) {
        Map<String, Object> named = new TreeMap<>(parameters);
        named.keySet().removeIf(name -> !step.names(name));
        ask(
                new Load(
                        "load",
                        step.file(),
                        step.source(),
                        new TreeMap<>(step.modules()),
                        step.function(),
                        named,
                        step.output()),
                "Step \"" + step.name() + "\" (python)",
                step);
    }

    /**
     * Has the loaded step compute one segment.
     *
     * @param inputs Arrow streams with the segment's rows, by input
     * @param output file to write as an Arrow stream, rows sorted by key
     * @return rows put out
     */
    public long run(StepSpec.Python step, String segmentId, List<Path> inputs, Path output) {
        return ask(
                new Segment(
                        "segment",
                        segmentId,
                        inputs.stream().map(Path::toString).toList(),
                        output.toString()),
                "Step \"" + step.name() + "\" (python), segment \"" + segmentId + "\"",
                step);
    }

    private long ask(Object request, String subject, StepSpec.Python step) {
        try {
            requests.write(SpecJson.write(request));
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            throw ended(subject, step);
        }
        return answer(subject, step);
    }

    private long answer(String subject, StepSpec.@Nullable Python step) {
        String line;
        try {
            line = answers.readLine();
        } catch (IOException e) {
            line = null;
        }
        if (line == null) {
            throw ended(subject, step);
        }
        Answer answer = SpecJson.read(line, Answer.class);
        String code = answer.code();
        if (code != null) {
            throw new OdographException(ErrorCode.valueOf(code), subject + ": " + answer.message());
        }
        return answer.rows();
    }

    /** Whether it can take a step. */
    boolean alive() {
        return process.isAlive();
    }

    /** Why it ended: its status, and where the code was by Python's own word. */
    private OdographException ended(String subject, StepSpec.@Nullable Python step) {
        int status;
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
            status = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            return new OdographException(ErrorCode.RUN_CANCELLED, subject + ": stopped", e);
        }
        String how = status > 128
                ? "was killed by " + Signals.of(status)
                        + (status == 137 ? " (kill -9, or the system ran out of memory)" : "")
                : "exited with status " + status + " (does the code call os._exit?)";
        return new OdographException(
                ErrorCode.STEP_HOST_CRASHED,
                subject + ": its Python process (pid " + process.pid() + ") " + how + frames(step)
                        + ". Mend the step's code, or leave the segment out");
    }

    private String frames(StepSpec.@Nullable Python step) {
        try {
            List<String> frames = Files.readString(trace(home))
                    .lines()
                    .filter(line -> line.startsWith("  File "))
                    .map(String::strip)
                    .toList();
            List<String> shown = new ArrayList<>(frames.subList(0, Math.min(1, frames.size())));
            frames.stream()
                    .filter(frame -> step != null && frame.contains("\"" + step.file() + "\""))
                    .findFirst()
                    .filter(frame -> !shown.contains(frame))
                    .ifPresent(shown::add);
            return shown.isEmpty() ? "" : " at " + String.join(", called at ", shown);
        } catch (IOException e) {
            return "";
        }
    }

    private static Path trace(Path home) {
        return home.resolve("crash.txt");
    }

    /** Ends it at once. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Ends it and removes its files. */
    void discard() {
        kill();
        try {
            for (Path file : List.of(home.resolve("odograph_step.py"), trace(home), home)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            home.toFile().deleteOnExit(); // the author's code left files; they go with the temporary directory
        }
    }

    private record Load(
            String op,
            String file,
            String source,
            Map<String, String> modules,
            String function,
            Map<String, Object> parameters,
            TableSchema schema) {}

    private record Segment(String op, String segment, List<String> inputs, String output) {}

    private record Answer(
            long rows, @Nullable String code, @Nullable String message) {}
}
