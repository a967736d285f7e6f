package dev.odograph.step.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class PythonEnvironmentsTest {
    private static final String ANY_HASH = " --hash=sha256:" + "0".repeat(64);

    @TempDir
    Path directory = Path.of("");

    @Test
    void theUsersEnvironmentIsMadeOnceByAllWhoWantItAtTheSameTime() throws Exception {
        PythonEnvironments environments = PythonEnvironments.standard();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Path> load = () -> environments.load(PythonLock.of(null), line -> {});
            List<Path> programs = threads.invokeAll(List.of(load, load)).stream()
                    .map(future -> future.resultNow())
                    .toList();

            assertThat(programs)
                    .hasSize(2)
                    .allSatisfy(program ->
                            assertThat(program).isEqualTo(programs.getFirst()).isExecutable());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tzdata==2026.6 | not the one that the lock pins by its hash",
                "tzdata==1.0 | has no wheel for this Python and platform",
            })
    void whatCannotBeMadeLeavesNothingBehindAndNamesTheMend(String requirement, String mend) throws Exception {
        OdographException error = catchThrowableOfType(
                OdographException.class,
                () -> new PythonEnvironments(directory).load(PythonLock.of(requirement + ANY_HASH + "\n"), line -> {}));

        assertThat(error.code()).isEqualTo(ErrorCode.PYTHON_UNAVAILABLE);
        assertThat(error).hasMessageContaining(mend);
        try (var left = Files.list(directory)) {
            assertThat(left).allMatch(path -> path.toString().endsWith(".lock"));
        }
    }

    @Test
    void theDefaultLockPinsArrowAndNamesNoRegistry() {
        PythonLock lock = PythonLock.of(null);

        assertThat(lock.packages()).contains("pyarrow==", "pandas==", "numpy==");
        assertThat(lock.text()).doesNotContain("http", "index-url");
    }
}
