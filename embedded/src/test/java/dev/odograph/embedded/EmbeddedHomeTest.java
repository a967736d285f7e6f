package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedHomeTest {
    @TempDir
    Path directory;

    @Test
    void refusesANewerFormatAndLeavesItAlone() throws IOException {
        Files.writeString(directory.resolve("format"), "2\n");
        assertThatThrownBy(() -> EmbeddedHome.open(directory))
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("HOME_TOO_NEW"))
                .hasMessageContaining("format 2");
        assertThat(directory.resolve("format")).hasContent("2");
        assertThat(directory.resolve("secret")).doesNotExist();
    }

    @Test
    void migratesAnOlderFormatStepByStep() throws IOException {
        Files.writeString(directory.resolve("format"), "1\n");
        HomeFormat.check(
                directory,
                List.of(
                        ignored -> Files.createFile(directory.resolve("first")),
                        ignored -> Files.createFile(directory.resolve("second"))));
        assertThat(directory.resolve("format")).hasContent("2");
        assertThat(directory.resolve("first")).doesNotExist();
        assertThat(directory.resolve("second")).exists();
    }

    @Test
    void keepsItsSecret() {
        String secret = EmbeddedHome.open(directory).secret();
        assertThat(secret).hasSize(48);
        assertThat(EmbeddedHome.open(directory).secret()).isEqualTo(secret);
    }

    @Test
    void oneSupervisorAtATimeHoldsTheLock() {
        EmbeddedHome home = EmbeddedHome.open(directory);
        try (HomeLock lock = home.lock()) {
            assertThat(lock.isHeld()).isTrue();
            assertThat(home.isRunning()).isTrue();
            assertThatThrownBy(home::lock).hasMessageContaining("another supervisor");
        }
        assertThat(home.isRunning()).isFalse();
    }

    @Test
    void saysWhenTheDirectoryCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> EmbeddedHome.open(file.resolve("home")))
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("HOME_UNUSABLE"))
                .hasMessageContaining("--home");
    }

    @Test
    void endpointsOfAStoppedHomeNameTheMend() {
        assertThatThrownBy(() -> Endpoints.load(EmbeddedHome.open(directory)).clickhouseUrl())
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("PART_NOT_RUNNING"))
                .hasMessageContaining("odograph up")
                .hasMessageContaining("ODOGRAPH_CLICKHOUSE_URL");
    }
}
