package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project that cannot be begun, or is none, is refused. */
final class NewGraphIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"HardStops", "1st", "hard-stops", "hard__stops", "x/y"})
    void aNameThatNoGraphMayHaveIsRefusedAndWritesNothing(String name) {
        Cli.Answer answer = new Cli(directory.resolve("home")).run("new", "graph", name, "--dir", in("work"));

        assertThat(answer.err()).contains("NAME_INVALID", "\"" + name + "\"", "lower-case");
        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(directory.resolve("work")).doesNotExist();
    }

    @Test
    void aDirectoryWithSomethingInItIsLeftAsItIs() throws IOException {
        Path taken = Files.createDirectories(directory.resolve("work").resolve("hard_stops"));
        Files.writeString(taken.resolve("notes.txt"), "mine");

        Cli.Answer answer = new Cli(directory.resolve("home")).run("new", "graph", "hard_stops", "--dir", in("work"));

        assertThat(answer.err()).contains("ARGUMENT_INVALID", taken.toString(), "--dir");
        assertThat(taken.resolve("pom.xml")).doesNotExist();
    }

    @Test
    void aDirectoryWithoutAProjectIsNoProject() {
        Cli.Answer answer = Cli.bare("link", directory.toString());

        assertThat(answer.err()).contains("PROJECT_INVALID", directory.toString(), "odograph new graph");
        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
    }

    private String in(String name) {
        return directory.resolve(name).toString();
    }
}
