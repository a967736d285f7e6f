package dev.odograph.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    Path directory;

    @Test
    void deletesWhatAnEarlierProcessLeftAndEachBodyWhenItIsDone() throws IOException {
        Files.createFile(directory.resolve("left"));
        Spool spool = new Spool(directory);
        assertThat(directory).isEmptyDirectory();
        try (Spool.Body body = spool.store(new ByteArrayInputStream(new byte[3]), ".gz")) {
            assertThat(body.bytes()).isEqualTo(3);
            assertThat(body.file()).hasSize(3).hasExtension("gz");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aBodyThatCannotBeWrittenIsAnErrorWithAMendAndLeavesNothing() throws IOException {
        Spool spool = new Spool(directory);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> spool.store(broken, ""))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(243))
                .hasMessageContaining("free disk space");
        assertThat(directory).isEmptyDirectory();
    }
}
