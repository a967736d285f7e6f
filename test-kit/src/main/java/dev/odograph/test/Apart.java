package dev.odograph.test;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs a stage in a process of its own, of the same class path: what crashes there is told here. */
final class Apart {
    private static final long SECONDS = 120;
    private static final String CRASH = "crash.log";
    private static final String OUTPUT = "output.log";

    private Apart() {}

    /** What the other process shall do. */
    record Task(
            String graph, String stage, Map<String, String> files, Map<String, Object> parameters, String libraries) {}

    /** How it went. */
    record Answer(String code, String message) {}

    static TestTable run(
            TestGraph graph, Bundle bundle, StepSpec last, Map<String, Path> files, Map<String, Object> parameters) {
        if (!graph.tables().isEmpty()) {
            throw new IllegalArgumentException(
                    "a stage runs apart over files only: give directories of Parquet instead of tables");
        }
        try (Scratch scratch = new Scratch()) {
            Map<String, String> paths = new TreeMap<>();
            files.forEach((step, directory) -> paths.put(step, directory.toString()));
            Path task = scratch.file("task.json");
            Path answer = scratch.file("answer.json");
            Files.writeString(
                    task,
                    SpecJson.write(new Task(
                            graph.spec().name(),
                            last.name(),
                            paths,
                            parameters,
                            bundle.library("").toString())));
            Process process = start(scratch, task, answer);
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            if (Files.exists(answer)) {
                Answer told = SpecJson.read(Files.readString(answer), Answer.class);
                throw new OdographException(ErrorCode.valueOf(told.code()), told.message());
            }
            if (process.exitValue() != 0) {
                throw crashed(last, ended, process.exitValue(), scratch);
            }
            return TestTable.empty(last.output());
        } catch (IOException e) {
            throw new UncheckedIOException("a process for stage " + last.name() + " cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while stage " + last.name() + " ran apart", e);
        }
    }

    private static Process start(Scratch scratch, Path task, Path answer) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.file(CRASH),
                "-cp",
                System.getProperty("java.class.path"),
                ApartMain.class.getName(),
                task.toString(),
                answer.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.file(OUTPUT).toFile())
                .start();
    }

    private static OdographException crashed(StepSpec last, boolean ended, int status, Scratch scratch)
            throws IOException {
        String stage = "Stage of step \"" + last.name() + "\": ";
        if (!ended) {
            return new OdographException(
                    ErrorCode.STEP_TIMED_OUT, stage + "not done after " + SECONDS + " s: look for an endless loop");
        }
        return new OdographException(
                ErrorCode.STEP_HOST_CRASHED,
                stage + "its process " + cause(status, scratch) + ": mend the step's code");
    }

    /** The JVM ends itself after a crash and leaves a report of it. */
    private static String cause(int status, Scratch scratch) throws IOException {
        Path report = scratch.file(CRASH);
        if (Files.exists(report)) {
            List<String> lines = Files.readAllLines(report, java.nio.charset.StandardCharsets.ISO_8859_1);
            for (String line : lines) {
                if (line.startsWith("#  SIG")) {
                    return "was killed by " + line.substring(1).strip().split("[ (]", 2)[0];
                }
            }
        }
        if (status > 128) {
            return "was killed by signal " + (status - 128);
        }
        String output = Files.readString(scratch.file(OUTPUT), java.nio.charset.StandardCharsets.ISO_8859_1);
        return "exited with " + status + " (" + output.strip() + ")";
    }
}
