package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.event.WebhookBook;
import java.nio.file.Path;
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
        Path python = PythonVenv.cached("schemathesis-" + VERSION, "schemathesis==" + VERSION)
                .python();
        try (WebProcess api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            String said = PythonVenv.run(
                    Path.of("target"),
                    Map.of(),
                    List.of(
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
}
