package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author's first minutes with a metric in one file: written, run over a recording and looked at, with no server. */
final class LocalRunIT {
    @TempDir
    private Path directory;

    private Path metric = Path.of("");
    private Path drive = Path.of("");

    @BeforeEach
    void writeAMetricAndARecording() throws IOException {
        metric = directory.resolve("fast.sql");
        drive = directory.resolve("drive_1.csv");
        Files.writeString(drive, """
                position,t_ms,speed_mps
                1,200,35.0
                1,0,20.0
                1,100,31.5
                """);
        assertThat(run("new", "metric", metric.toString()).code()).isZero();
    }

    @Test
    void aNewMetricRunsAsItIsAndSortsTheRecording() throws IOException {
        Cli.Answer answer = run("run", metric.toString(), "--local", drive.toString(), "--format", "json");

        assertThat(answer.code()).as(answer.err()).isZero();
        JsonNode rows = new ObjectMapper().readTree(answer.out());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).path("segment_id").asText()).isEqualTo("drive_1");
        assertThat(rows.get(0).path("top_mps").asDouble()).isEqualTo(35.0);
        assertThat(rows.get(0).path("fast_s").asDouble()).isEqualTo(0.2);
        assertThat(directory.resolve("home").resolve("postgresql")).doesNotExist();
    }

    @Test
    void aParameterIsTaken() {
        Cli.Answer answer = run(
                "run", metric.toString(), "--local", drive.toString(), "--param", "limit_mps=32", "--format", "csv");

        assertThat(answer.out()).isEqualTo("segment_id,position,top_mps,fast_s\ndrive_1,1,35.0,0.1\n");
    }

    @Test
    void parquetHoldsTheSameRows() throws Exception {
        Path out = directory.resolve("fast.parquet");

        Cli.Answer answer = run("run", metric.toString(), "--local", drive.toString(), "--out", out.toString());

        assertThat(answer.code()).as(answer.err()).isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT top_mps FROM '" + out + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getDouble(1)).isEqualTo(35.0);
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void thePageHoldsDataAndChartsAndNamesNoOtherHost() throws IOException {
        Path page = directory.resolve("page.html");

        Cli.Answer answer = run("run", metric.toString(), "--local", drive.toString(), "--out", page.toString());

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(Files.readString(page))
                .contains("uPlot", "\"top_mps\"", "[\"drive_1\",1,35.0,0.2]")
                .doesNotContain("{{", "src=\"", "href=\"http");
    }

    @Test
    void whatIsWrongWithTheMetricIsSaidWithItsLine() throws IOException {
        Files.writeString(metric, Files.readString(metric).replace("float64 [m/s]", "double [m/s]"));

        Cli.Answer answer = run("graph", "validate", metric.toString());

        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.err()).contains("fast.sql:9: column \"speed_mps\" has type \"double\"");
    }

    @Test
    void aMistakeInTheQueryIsFoundByValidation() throws IOException {
        Files.writeString(metric, Files.readString(metric).replace("max(speed_mps)", "max(sped_mps)"));

        Cli.Answer answer = run("graph", "validate", metric.toString());

        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.err()).contains("fast.sql:20: ", "sped_mps");
    }

    @Test
    void aMissingColumnOfARecordingIsNamed() throws IOException {
        Files.writeString(drive, "position,t_ms,speed\n1,0,20.0\n");

        Cli.Answer answer = run("run", metric.toString(), "--local", drive.toString());

        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.err()).contains("COLUMN_MISSING", "speed_mps", "drive_1");
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws IOException {
        String before = Files.readString(metric);

        Cli.Answer answer = run("new", "metric", metric.toString());

        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.err()).contains("is there already");
        assertThat(Files.readString(metric)).isEqualTo(before);
    }

    @Test
    void aNewMetricInPythonGivesTheNumbersOfItsTwinInSql() {
        Path python = directory.resolve("fast.py");
        assertThat(run("new", "metric", python.toString()).code()).isZero();

        Cli.Answer answer = run("run", python.toString(), "--local", drive.toString(), "--format", "csv");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .isEqualTo(run("run", metric.toString(), "--local", drive.toString(), "--format", "csv")
                        .out());
    }

    @Test
    void theFunctionOfTheGuidesNotebookIsAMetricOnceItHasAHeader() throws IOException {
        Snippet guides = Snippet.metrics("python").getFirst();
        Path python = Files.writeString(directory.resolve(guides.metric() + ".py"), guides.text());

        Cli.Answer answer = run("run", python.toString(), "--local", drive.toString(), "--format", "csv");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo("segment_id,position,top_mps\ndrive_1,1,35.0\n");
    }

    @Test
    void aMistakeInPythonIsFoundByValidationWithItsLine() throws IOException {
        Path python = directory.resolve("fast.py");
        assertThat(run("new", "metric", python.toString()).code()).isZero();
        Files.writeString(python, Files.readString(python).replace("(samples: pd.DataFrame, params)", "()"));

        Cli.Answer answer = run("graph", "validate", python.toString());

        assertThat(answer.code()).isEqualTo(ExitCodes.USER);
        assertThat(answer.err()).contains("fast.py:20: ", "function fast takes (), but the step has 1 input(s)");
    }

    private Cli.Answer run(String... arguments) {
        return new Cli(directory.resolve("home")).run(arguments);
    }
}
