package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An environment of Python that tests run programs in.
 *
 * @param python its interpreter
 */
record PythonVenv(Path python) {
    /**
     * One that later runs find again.
     *
     * @param name of what it holds, with the versions in it
     * @param install what pip installs into it where it is new
     */
    static PythonVenv cached(String name, String... install) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "odograph", name);
        if (!Files.isExecutable(in(home).python)) {
            Files.createDirectories(home.getParent());
            Path part = Files.createTempDirectory(home.getParent(), name + "-part-");
            run(Path.of("target"), Map.of(), List.of("python3", "-m", "venv", part.toString()));
            List<String> words = new ArrayList<>(List.of("install"));
            words.addAll(List.of(install));
            in(part).pip(Path.of("target"), words.toArray(String[]::new));
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return in(home);
    }

    /** The environment in a directory. */
    static PythonVenv in(Path directory) {
        return new PythonVenv(directory.resolve("bin").resolve("python"));
    }

    void pip(Path directory, String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(python.toString(), "-m", "pip", "--quiet", "--disable-pip-version-check"));
        command.addAll(List.of(words));
        var unused = run(directory, Map.of(), command);
    }

    /** Runs a program that must succeed, and returns what it said. */
    static String run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + said)
                .isZero();
        return said;
    }
}
