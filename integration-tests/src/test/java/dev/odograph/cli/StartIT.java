package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first start on a machine that lacks something: what it says, how it ends, and that the next try is not spoilt. */
final class StartIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"999", "not a number"})
    void aDataDirectoryOfANewerOdographIsRefusedAndLeftAsItIs(String format) throws IOException {
        Files.writeString(directory.resolve("format"), format);

        Cli.Answer answer = new Cli(directory).run("up");

        assertThat(answer.err()).contains("HOME_TOO_NEW", directory.toString(), "--home");
        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(Files.readString(directory.resolve("format"))).isEqualTo(format);
        assertThat(directory.resolve("postgresql")).doesNotExist();
    }

    @Test
    void withoutNetworkTheFirstStartSaysWhichCommandFailedAndKeepsNothing() throws Exception {
        Path programs = Files.createDirectories(directory.resolve("bin"));
        for (String name : List.of("npm", "pip", "pip3")) {
            program(programs.resolve(name), "#!/bin/sh\necho \"network is unreachable\" >&2\nexit 1\n");
        }
        Map<String, String> environment = environment(programs + ":/usr/bin:/bin");

        Program.Ended ended = Program.run(
                environment,
                Program.odograph("up", "--home", directory.resolve("home").toString()));

        assertThat(ended.err()).contains("DOWNLOAD_FAILED", "network", "network is unreachable");
        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCodes.INFRASTRUCTURE);
        try (Stream<Path> kept = Files.walk(directory.resolve("cache"))) {
            // PostgreSQL comes from a jar that is there already; only that may have been unpacked.
            assertThat(kept.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".lock"))
                            .filter(file -> !file.toString().contains("/postgresql-")))
                    .isEmpty();
        }
    }

    @Test
    void aDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        Cli.Answer answer = new Cli(file).run("up");

        assertThat(answer.err()).contains("HOME_UNUSABLE", file.toString(), "--home");
        assertThat(answer.code()).isEqualTo(ExitCodes.INFRASTRUCTURE);
    }

    @Test
    void onAFullDiskTheStartIsGivenUpAtOnceAndNothingHalfWrittenStays() throws Exception {
        Path home = directory.resolve("home");
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 1; exec \"$@\"", "limited"));
        limited.addAll(Program.odograph("up", "--home", home.toString()));

        long start = System.nanoTime();
        Program.Ended ended = Program.run(environment("/usr/bin:/bin"), limited);

        assertThat(ended.err()).contains("DISK_FULL", home.toString(), "free disk space", "--home");
        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCodes.INFRASTRUCTURE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        try (Stream<Path> kept = Files.walk(home)) {
            assertThat(kept.filter(Files::isRegularFile).map(home::relativize).map(Path::toString))
                    .isSubsetOf("format", "secret", "lock");
        }
    }

    private Map<String, String> environment(String path) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", path);
        environment.put("HOME", directory.toString());
        environment.put("ODOGRAPH_CACHE", directory.resolve("cache").toString());
        environment.put("ODOGRAPH_APP", System.getenv("ODOGRAPH_APP"));
        environment.put("ODOGRAPH_EXAMPLES", System.getenv("ODOGRAPH_EXAMPLES"));
        return environment;
    }

    static void program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
