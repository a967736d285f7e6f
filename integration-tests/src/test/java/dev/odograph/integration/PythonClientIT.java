package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python client's own tests, its notebook and its guide, against the real API; as it would be installed. */
class PythonClientIT {
    private static final Path CLIENT =
            Path.of(System.getenv("ODOGRAPH_CHECKOUT")).resolve("clients").resolve("python");

    @TempDir
    private Path directory;

    @Test
    void whatIsInstalledPassesItsTestsAndItsDocumentsRun() throws Exception {
        Lab lab = Lab.open();
        lab.simulated("python_fleet", 4, 5501);
        var unused = lab.bundles.examples();
        Path shared = environment();
        Path python = installed(shared, wheel(shared));
        try (WebProcess api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            String said = run(
                    Map.of(
                            "PYTHONDONTWRITEBYTECODE",
                            "1",
                            "MPLCONFIGDIR",
                            directory.toString(),
                            "ODOGRAPH_URL",
                            api.url(),
                            "ODOGRAPH_DATASET",
                            "python_fleet"),
                    List.of(
                            python.toString(),
                            "-m",
                            "pytest",
                            "-p",
                            "no:cacheprovider",
                            "--durations=5",
                            CLIENT.resolve("tests").toString()));

            assertThat(said).containsPattern("[1-9][0-9] passed").doesNotContain("skipped");
        }
    }

    private Path wheel(Path python) throws IOException, InterruptedException {
        // Built from a copy: what a build leaves behind belongs to no one's checkout.
        Path source = directory.resolve("source");
        run(Map.of(), List.of("cp", "-rL", CLIENT.toString(), source.toString()));
        pip(
                python,
                "wheel",
                "--no-deps",
                "--no-build-isolation",
                "--wheel-dir",
                directory.toString(),
                source.toString());
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findAny()
                    .orElseThrow();
        }
    }

    /** Python of an environment of this test's own that has the wheel, beside what all such tests share. */
    private Path installed(Path shared, Path wheel) throws IOException, InterruptedException {
        Path own = directory.resolve("environment");
        run(Map.of(), List.of("python3", "-m", "venv", "--without-pip", own.toString()));
        Path python = python(own);
        Files.writeString(sitePackages(python).resolve("shared.pth"), sitePackages(shared) + "\n");
        // Without an index: what the wheel and its extras need must be among what is pinned.
        pip(shared, "--python", python.toString(), "install", "--no-index", wheel + "[pandas]");
        assertThat(sitePackages(python).resolve("odograph").resolve("py.typed")).exists();
        return python;
    }

    /** Python with what the tests need, in an environment of its own that later runs find again. */
    private Path environment() throws IOException, InterruptedException {
        Path requirements = CLIENT.resolve("requirements-test.txt");
        String name = "python-client-"
                + Digests.sha256Hex("requirements", Files.readString(requirements))
                        .substring(0, 12);
        Path home = Path.of(System.getProperty("user.home"), ".cache", "odograph", name);
        if (!Files.isExecutable(python(home))) {
            Files.createDirectories(home.getParent());
            Path part = Files.createTempDirectory(home.getParent(), "python-client-part-");
            run(Map.of(), List.of("python3", "-m", "venv", part.toString()));
            pip(python(part), "install", "--requirement", requirements.toString());
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return python(home);
    }

    private static Path python(Path environment) {
        return environment.resolve("bin").resolve("python");
    }

    private Path sitePackages(Path python) throws IOException, InterruptedException {
        return Path.of(run(
                        Map.of(),
                        List.of(python.toString(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"))
                .strip());
    }

    private void pip(Path python, String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(python.toString(), "-m", "pip", "--quiet", "--disable-pip-version-check"));
        command.addAll(List.of(words));
        run(Map.of(), command);
    }

    private String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
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
