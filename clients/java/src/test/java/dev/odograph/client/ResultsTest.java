package dev.odograph.client;

import static dev.odograph.client.Answers.client;
import static dev.odograph.client.FaultServer.answer;
import static dev.odograph.client.FaultServer.chunk;
import static dev.odograph.client.FaultServer.drop;
import static dev.odograph.client.FaultServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    private Path directory;

    private FaultServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FaultServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void rowsComeInTheFormThatWasAskedForWithTheRunThatTheyAreOf() throws IOException {
        server.then(
                drop(),
                answer(200, "text/csv; charset=utf-8", "a,b\n1,2\n", "Odograph-Run: r1", "Odograph-Segments: 12"));
        Results results = client(server)
                .results("fleet/ttc")
                .channel("main")
                .run("r1")
                .dataset("d")
                .columns("a", "b")
                .limit(5);

        try (Rows rows = results.open(ResultFormat.CSV)) {
            assertThat(new String(rows.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("a,b\n1,2\n");
            assertThat(rows.runId()).isEqualTo("r1");
            assertThat(rows.segments()).hasValue(12);
        }
        assertThat(server.asked().get(1).path())
                .isEqualTo("/api/results/fleet/ttc?run=r1&dataset=d&columns=a%2Cb&limit=5&format=csv");
    }

    @Test
    void aFileIsThereWholeOrNotAtAll() throws IOException {
        Path file = directory.resolve("ttc.parquet");
        server.then(parquet("PAR1", true), parquet("PAR1 cut", false));
        Results results = client(server).results("ttc");

        assertThat(results.save(file, ResultFormat.PARQUET)).hasContent("PAR1");
        assertThatThrownBy(() -> results.save(file, ResultFormat.PARQUET)).hasMessageContaining("SERVER_UNAVAILABLE");

        assertThat(file).hasContent("PAR1");
        assertThat(Files.list(directory)).containsExactly(file);
        assertThat(server.asked().get(0).path()).isEqualTo("/api/results/default/ttc?format=parquet");
    }

    @Test
    void rowsThatBreakOffOrFallSilentEndWithAnError() throws IOException {
        server.then(parquet("cut", false), to -> {
            FaultServer.head(to, 200, "application/vnd.apache.parquet", "Transfer-Encoding: chunked");
            chunk(to, "some");
            Thread.sleep(60_000);
        });
        for (int i = 0; i < 2; i++) {
            try (Rows rows = client(server).results("ttc").open(ResultFormat.PARQUET)) {
                assertThatThrownBy(rows::readAllBytes).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whatHasNoRowsLeavesNoFile() throws IOException {
        server.then(
                problem(404, "METRIC_NOT_FOUND", "Metric ttc is not there"), answer(200, "text/html", "<html>Log in"));
        Results results = client(server).results("ttc");

        for (String code : new String[] {"METRIC_NOT_FOUND", "ANSWER_UNKNOWN"}) {
            assertThatThrownBy(() -> results.save(directory.resolve("a"), ResultFormat.ARROW))
                    .hasMessageContaining(code);
        }
        assertThat(Files.list(directory)).isEmpty();
    }

    private static FaultServer.Step parquet(String text, boolean whole) {
        return to -> {
            FaultServer.head(to, 200, "application/vnd.apache.parquet", "Transfer-Encoding: chunked");
            chunk(to, text);
            if (whole) {
                to.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
