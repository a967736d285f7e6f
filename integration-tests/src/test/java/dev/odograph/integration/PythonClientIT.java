package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        PythonVenv shared = environment();
        Path python = installed(shared, wheel(shared)).python();
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

    private Path wheel(PythonVenv shared) throws IOException, InterruptedException {
        // Built from a copy: what a build leaves behind belongs to no one's checkout.
        Path source = directory.resolve("source");
        run(Map.of(), List.of("cp", "-rL", CLIENT.toString(), source.toString()));
        shared.pip(
                directory,
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
    private PythonVenv installed(PythonVenv shared, Path wheel) throws IOException, InterruptedException {
        Path own = directory.resolve("environment");
        run(Map.of(), List.of("python3", "-m", "venv", "--without-pip", own.toString()));
        PythonVenv python = PythonVenv.in(own);
        Files.writeString(sitePackages(python).resolve("shared.pth"), sitePackages(shared) + "\n");
        // Without an index: what the wheel and its extras need must be among what is pinned.
        shared.pip(directory, "--python", python.python().toString(), "install", "--no-index", wheel + "[pandas]");
        assertThat(sitePackages(python).resolve("odograph").resolve("py.typed")).exists();
        return python;
    }

    /** Python with what the tests need, which later runs find again. */
    private static PythonVenv environment() throws IOException, InterruptedException {
        Path requirements = CLIENT.resolve("requirements-test.txt");
        String pinned = Digests.sha256Hex("requirements", Files.readString(requirements))
                .substring(0, 12);
        return PythonVenv.cached("python-client-" + pinned, "--requirement", requirements.toString());
    }

    private Path sitePackages(PythonVenv venv) throws IOException, InterruptedException {
        return Path.of(run(
                        Map.of(),
                        List.of(
                                venv.python().toString(),
                                "-c",
                                "import sysconfig; print(sysconfig.get_path('purelib'))"))
                .strip());
    }

    private String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        return PythonVenv.run(directory, environment, command);
    }
}
