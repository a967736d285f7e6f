package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.event.WebhookBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schemathesis asks the API whatever its description allows, and what it does not, and looks for broken promises. */
class ApiFuzzIT {
    private static final String VERSION = "4.32.5";

    @Test
    void noRequestBreaksTheServerOrItsDescription() throws Exception {
        Lab lab = Lab.open();
        lab.simulated("fuzz_fleet", 2, 5401);
        lab.runs.succeed("fuzz-done", lab.input("fuzz_fleet"));
        Path python = environment();
        try (WebProcess api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            String said = run(List.of(
                    python.toString(),
                    "-m",
                    "schemathesis.cli",
                    "run",
                    api.url() + "/api/openapi?format=json",
                    "--url",
                    api.url(),
                    "--phases",
                    "examples,coverage,fuzzing",
                    "--checks",
                    "not_a_server_error,status_code_conformance,content_type_conformance,"
                            + "response_schema_conformance",
                    "--max-examples",
                    "20",
                    // Streams have no end; their JSON twins are tested by hand.
                    "--exclude-operation-id",
                    "followEvents",
                    "--exclude-operation-id",
                    "followRunEvents",
                    "--max-time",
                    "60",
                    "--seed",
                    "7",
                    "--request-timeout",
                    "70",
                    "--no-shrink",
                    "--warnings",
                    "off"));

            assertThat(said).contains("No issues found");
        } finally {
            WebhookBook made = new WebhookBook(lab.stores.postgres());
            made.list().forEach(webhook -> made.remove(webhook.name()));
        }
    }

    /** Python with Schemathesis, in an environment of its own that later runs find again. */
    private static Path environment() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "odograph", "schemathesis-" + VERSION);
        Path python = home.resolve("bin").resolve("python");
        if (!Files.isExecutable(python)) {
            Files.createDirectories(home.getParent());
            Path part = Files.createTempDirectory(home.getParent(), "schemathesis-part-");
            run(List.of("python3", "-m", "venv", part.toString()));
            run(List.of(
                    part.resolve("bin").resolve("python").toString(),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "schemathesis==" + VERSION));
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return python;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("target").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + said)
                .isZero();
        return said;
    }
}
