package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/reference/rest.md, run as a reader types them, one after another. */
class ApiExamplesIT {
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    /** None waits for anything but a small run. */
    private static final Duration AT_ONCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @Test
    void everyExampleOfTheReferenceWorks() throws Exception {
        Lab lab = Lab.open();
        lab.simulated("rest_fleet", 2, 5301);
        var unused = lab.bundles.examples();
        List<String> examples = EXAMPLE.matcher(Files.readString(
                        Path.of(System.getenv("ODOGRAPH_CHECKOUT")).resolve("docs/reference/rest.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(5);
        try (WebProcess api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            for (String example : examples) {
                run(example, api.url());
            }
        }
        assertThat(folder.resolve("safety.parquet")).isNotEmptyFile();
    }

    private void run(String example, String url) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", example)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("ODOGRAPH_API", url);
        long began = System.nanoTime();
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(example + "\n" + said).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as(example + "\n" + Instant.now() + "\n" + said)
                .isLessThan(AT_ONCE);
    }
}
