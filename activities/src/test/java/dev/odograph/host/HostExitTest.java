package dev.odograph.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostExitTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "137, STEP_HOST_CRASHED, was killed by SIGKILL",
        "134, STEP_HOST_CRASHED, was killed by SIGABRT",
        "139, STEP_HOST_CRASHED, was killed by SIGSEGV",
        "136, STEP_HOST_CRASHED, was killed by SIGFPE",
        "190, STEP_HOST_CRASHED, was killed by signal 62",
        "3, STEP_HOST_CRASHED, exited with status 3",
        "77, MEMORY_EXHAUSTED, ran out of memory"
    })
    void anExitStatusIsNamed(int status, ErrorCode code, String cause) {
        HostExit exit = HostExit.of(status, directory.resolve("none"));

        assertThat(exit.code()).isEqualTo(code);
        assertThat(exit.cause()).startsWith(cause);
    }

    @Test
    void theCrashReportNamesTheSignalAndTheFunction() throws IOException {
        Path report = Files.write(
                directory.resolve("crash.txt"),
                List.of(
                        "#",
                        "#  SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2",
                        "#",
                        "# Problematic frame:",
                        "# C  [libfleet.so+0x1139]  divide+0x9"));

        assertThat(HostExit.of(1, report).cause())
                .isEqualTo("was killed by SIGSEGV in C [libfleet.so+0x1139] divide+0x9");
    }

    @Test
    void aFailedAllocationOfTheJvmIsMemory() throws IOException {
        Path report = Files.write(
                directory.resolve("crash.txt"),
                List.of("#", "# There is insufficient memory for the Java Runtime Environment to continue."));

        assertThat(HostExit.of(1, report).code()).isEqualTo(ErrorCode.MEMORY_EXHAUSTED);
    }
}
