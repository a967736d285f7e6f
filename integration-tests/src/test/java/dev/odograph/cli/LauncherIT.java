package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a machine where something is missing names it and the one command that mends it. */
final class LauncherIT {
    private static final List<String> BASICS =
            List.of("bash", "readlink", "dirname", "find", "grep", "mkdir", "touch", "id", "flock", "mv", "rm");

    @TempDir
    private Path directory;

    private Path programs = Path.of("");
    private Path launcher = Path.of("");

    @BeforeEach
    void copyTheLauncher() throws IOException {
        programs = Files.createDirectories(directory.resolve("bin"));
        for (String name : BASICS) {
            offer(name);
        }
        launcher = directory.resolve("clone").resolve("odograph");
        Files.createDirectories(launcher.getParent());
        Files.copy(Path.of("..", "odograph"), launcher);
    }

    @Test
    void withoutAJdkItNamesWhereItLookedAndHowToInstallOne() throws Exception {
        Program.Ended ended = launch(Map.of("JAVA_HOME", "/no/such/jdk"));

        assertThat(ended.err()).contains("no JDK 25 found", "JAVA_HOME", "sdk install java");
        assertThat(ended.code()).isEqualTo(ExitCodes.INFRASTRUCTURE);
    }

    @Test
    void withoutMavenItNamesTheCommandThatInstallsIt() throws Exception {
        Program.Ended ended = launch(Map.of("JAVA_HOME", System.getProperty("java.home")));

        assertThat(ended.err()).contains("mvn is missing", "install maven");
        assertThat(ended.code()).isEqualTo(ExitCodes.INFRASTRUCTURE);
    }

    @Test
    void withoutACompilerItNamesTheCommandThatInstallsIt() throws Exception {
        StartIT.program(programs.resolve("mvn"), "#!/bin/sh\nexit 0\n");

        Program.Ended ended = launch(Map.of("JAVA_HOME", System.getProperty("java.home")));

        assertThat(ended.err()).contains("g++ is missing", "install g++");
        assertThat(ended.code()).isEqualTo(ExitCodes.INFRASTRUCTURE);
    }

    @Test
    void aBuildThatFailsShowsItsErrorsAndTheLog() throws Exception {
        StartIT.program(programs.resolve("mvn"), "#!/bin/sh\necho '[ERROR] no network here'\nexit 1\n");
        StartIT.program(programs.resolve("g++"), "#!/bin/sh\nexit 0\n");
        offer("head");

        Program.Ended ended = launch(Map.of("JAVA_HOME", System.getProperty("java.home")));

        assertThat(ended.err()).contains("[ERROR] no network here", "the build failed", "build.log");
        assertThat(ended.code()).isEqualTo(ExitCodes.INFRASTRUCTURE);
        assertThat(launcher.resolveSibling("target").resolve("odograph.stamp")).doesNotExist();
    }

    private Program.Ended launch(Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("PATH", programs.toString());
        environment.put("HOME", directory.toString());
        environment.put("ODOGRAPH_JVM_DIR", directory.resolve("no-jvms").toString());
        return Program.run(environment, List.of(programs.resolve("bash").toString(), launcher.toString(), "status"));
    }

    private void offer(String program) throws IOException {
        StartIT.program(programs.resolve(program), "#!/bin/sh\nexec " + found(program) + " \"$@\"\n");
    }

    private static Path found(String program) {
        return List.of("/usr/bin", "/bin").stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + program));
    }
}
