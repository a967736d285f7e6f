package dev.odograph.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.odograph.error.ErrorCode;
import dev.odograph.step.python.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Why a step host ended, read from its exit status and the JVM's crash report.
 *
 * @param code the error it amounts to
 * @param cause for people, after "the step host": "was killed by SIGKILL …"
 */
record HostExit(ErrorCode code, String cause) {
    static HostExit of(int status, Path crashReport) {
        List<String> report = linesOf(crashReport);
        if (status == StepHostMain.EXIT_MEMORY || report.stream().anyMatch(HostExit::tellsOfMemory)) {
            return new HostExit(ErrorCode.MEMORY_EXHAUSTED, "ran out of memory");
        }
        Optional<String> reported = report.stream()
                .filter(line -> line.startsWith("#  SIG"))
                .map(line -> line.substring(1).strip().split("[ (]", 2)[0])
                .findFirst();
        if (status <= 128 && reported.isEmpty()) {
            return new HostExit(
                    ErrorCode.STEP_HOST_CRASHED,
                    "exited with status " + status + " in the middle of a task (does the step call System.exit?)");
        }
        String signal = reported.orElseGet(() -> Signals.of(status));
        String frame = report.stream()
                .dropWhile(line -> !line.startsWith("# Problematic frame"))
                .skip(1)
                .map(line -> " in "
                        + line.replaceFirst("^#\\s*", "")
                                .replaceAll("\\s+", " ")
                                .strip())
                .findFirst()
                .orElse("");
        String hint = signal.equals("SIGKILL") ? " (kill -9, or the system ran out of memory)" : "";
        return new HostExit(ErrorCode.STEP_HOST_CRASHED, "was killed by " + signal + frame + hint);
    }

    private static boolean tellsOfMemory(String line) {
        return line.contains("insufficient memory for the Java Runtime") || line.startsWith("#  Out of Memory Error");
    }

    private static List<String> linesOf(Path report) {
        try {
            return Files.exists(report)
                    ? Files.readString(report, ISO_8859_1).lines().limit(40).toList()
                    : List.of();
        } catch (IOException e) {
            return List.of("# the crash report cannot be read: " + e.getMessage());
        }
    }
}
