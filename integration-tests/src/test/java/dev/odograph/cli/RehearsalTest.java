package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher runs by itself, in the background. */
final class RehearsalTest {
    @TempDir
    private Path home;

    @AfterEach
    void forget() {
        System.clearProperty(StackSession.NEVER_START);
    }

    @Test
    void aStackThatSomeoneStoppedIsNotStartedAgain() {
        System.setProperty(StackSession.NEVER_START, "true");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = Main.execute(new Console(out, out, false, false, 0), "runs", "list", "--home", home.toString());
        assertThat(code).isEqualTo(ExitCodes.INFRASTRUCTURE);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("STACK_NOT_RUNNING", "./odograph up");
        assertThat(home.resolve("supervisor.json")).doesNotExist();
        assertThat(home.resolve("postgres")).doesNotExist();
    }
}
