package dev.odograph.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import dev.odograph.step.StageOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
    private static final String KEY = "a".repeat(64);

    @TempDir
    Path directory = Path.of("");

    @Test
    void whatWasPutIsFoundAgainByAnotherStore() throws IOException {
        ArtifactStore store = new ArtifactStore(directory);
        store.put(KEY, output(store, "rows"));

        StageOutput found = new ArtifactStore(directory).find(KEY).orElseThrow();

        assertThat(Path.of(found.files().getFirst().path())).hasContent("rows");
        assertThat(found.digest()).isEqualTo(new RowDigest(3, 7));
    }

    @Test
    void theFirstOfTwoUnderOneKeyStays() throws IOException {
        ArtifactStore store = new ArtifactStore(directory);
        store.put(KEY, output(store, "first"));

        StageOutput kept = store.put(KEY, output(store, "second"));

        assertThat(Path.of(kept.files().getFirst().path())).hasContent("first");
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anArtifactWhoseFileIsGoneIsNotThereAndCanBePutAgain() throws IOException {
        ArtifactStore store = new ArtifactStore(directory);
        Files.delete(
                Path.of(store.put(KEY, output(store, "rows")).files().getFirst().path()));

        assertThat(store.find(KEY)).isEmpty();
        store.put(KEY, output(store, "again"));

        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void aKeyThatIsNoDigestIsRefused() {
        assertThatThrownBy(() -> new ArtifactStore(directory).find("../../etc"))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("../../etc");
    }

    private static StageOutput output(ArtifactStore store, String content) throws IOException {
        Path file = Files.writeString(store.newFile(), content);
        return new StageOutput(
                List.of(new TableFile(TableFile.Format.ARROW_STREAM, file.toString(), null)), new RowDigest(3, 7), 4);
    }
}
