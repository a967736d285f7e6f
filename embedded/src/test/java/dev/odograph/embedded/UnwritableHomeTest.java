package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that cannot write down what it did is given up: whoever waits for it reads just that. */
final class UnwritableHomeTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(30)
    void aStartWhoseStateAndLogCannotBeWrittenFailsAtOnceAndFreesTheHome() throws IOException {
        EmbeddedHome home = EmbeddedHome.open(directory);
        List<String> said = new ArrayList<>();
        // An address of one's own, so that no server has to be there.
        StackOptions options = StackOptions.forTests(StackPart.CLICKHOUSE)
                .with(Map.of(StackPart.CLICKHOUSE.addressVariable(), "http://127.0.0.1:1"))
                .with(said::add);
        EmbeddedStack stack = EmbeddedStack.prepare(home, options);
        Files.createDirectories(home.stateFile().resolve("in the way"));
        Files.deleteIfExists(home.log("supervisor"));
        Files.createDirectories(home.log("supervisor"));

        assertThatThrownBy(stack::begin)
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("HOME_UNUSABLE"))
                .hasMessageContaining(directory.toString());

        assertThat(home.isRunning()).isFalse();
        assertThat(said).anyMatch(line -> line.contains("state.json"));
    }

    @Test
    void theProbeLeavesNothing() throws IOException {
        DiskSpace.require(directory);

        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, DISK_FULL",
        "Disk quota exceeded, DISK_FULL",
        "File too large, DISK_FULL",
        "Read-only file system, HOME_UNUSABLE"
    })
    void theFailureNamesTheDirectoryAndTheMend(String words, String code) {
        EmbeddedException failure = DiskSpace.failure(directory, new IOException(words));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(directory.toString()).hasMessageContaining("--home");
    }
}
