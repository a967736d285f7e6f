package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ClickHouse that is lost with all it held comes back from the ledger and the artifacts, on a stack of its own. */
final class RebuildIT {
    private static final List<String> METRICS =
            List.of("platoon_safety", "ttc", "hard_brake", "exposure", "fleet_safety");

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        new Cli(home).run("down");
    }

    @Test
    void whatClickHouseLostIsThereAgainRowByRow() throws IOException {
        done("up");
        done("dataset", "simulate", "rebuilt", "--segments", "3", "--seed", "9");
        done("run", "car_following", "rebuilt", "--purpose", "production", "--target-rows", "1", "--wait");
        Map<String, String> before = results();
        assertThat(before.values()).allMatch(rows -> rows.lines().count() > 1);

        lose("clickhouse");
        assertThat(new Cli(home)
                        .run("results", "ttc", "--dataset", "rebuilt", "--format", "csv")
                        .out())
                .as("while it is lost")
                .isNotEqualTo(before.get("ttc"));
        String said = done("rebuild").out();

        assertThat(said).matches("(?s)([0-9]+) of \\1 batches were stored anew, [0-9,]+ rows.*");
        assertThat(results()).isEqualTo(before);
        assertThat(done("rebuild").out()).startsWith("0 of ");

        lose("clickhouse", "artifacts");
        Cli.Answer lost = new Cli(home).run("rebuild");
        assertThat(lost.code()).isEqualTo(ExitCodes.RUN_NOT_SUCCEEDED);
        assertThat(lost.out()).contains("Artifacts of 1 runs are gone too", "car_following-rebuilt-");
    }

    private Map<String, String> results() {
        Map<String, String> results = new LinkedHashMap<>();
        for (String metric : METRICS) {
            results.put(
                    metric,
                    done("results", metric, "--dataset", "rebuilt", "--channel", "main", "--format", "csv")
                            .out());
        }
        results.put(
                "states",
                done("results", "ttc", "--dataset", "rebuilt", "--read", "distribution", "--format", "csv")
                        .out());
        return results;
    }

    private void lose(String... folders) throws IOException {
        done("down");
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(home.resolve(folder))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        done("up");
    }

    private Cli.Answer done(String... command) {
        Cli.Answer answer = new Cli(home).run(command);
        assertThat(answer.code())
                .as("%s: %s", String.join(" ", command), answer)
                .isZero();
        return answer;
    }
}
