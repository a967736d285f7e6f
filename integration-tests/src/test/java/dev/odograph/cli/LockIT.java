package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author locks a metric, changes it, and learns from CI whether its readers would be surprised. */
final class LockIT {
    @TempDir
    private Path directory;

    private Path metric = Path.of("");
    private Path lock = Path.of("");

    @BeforeEach
    void lockAMetric() {
        metric = directory.resolve("fast.sql");
        lock = directory.resolve("fast.lock.json");
        assertThat(run("new", "metric", metric.toString()).code()).isZero();
        Cli.Answer locked = run("graph", "lock", metric.toString());
        assertThat(locked.code()).as(locked.err()).isZero();
    }

    @Test
    void theLockIsSmallAndTheSameEachTime() throws IOException {
        String first = Files.readString(lock);

        assertThat(run("graph", "lock", metric.toString()).code()).isZero();

        assertThat(Files.readString(lock)).isEqualTo(first).hasSizeLessThan(10_000);
        assertThat(first).contains("\"top_mps float64 [m/s]\"", "platoon, 2 recordings", "\"sql ");
        assertThat(run("graph", "check", metric.toString()).code()).isZero();
    }

    @Test
    void anEquivalentQueryIsCompatibleAndNamed() throws IOException {
        change(text -> text.replace("max(speed_mps)", "max(speed_mps + 0)"));

        Cli.Answer answer = run("graph", "check", metric.toString());

        assertThat(answer.code()).as(answer.out()).isZero();
        assertThat(answer.out()).contains("code changed with equal results: fast");
    }

    @Test
    void changedValuesFailWithTheRowsThatMovedUntilTheVersionDoes() throws IOException {
        change(text -> text.replace("max(speed_mps)", "max(speed_mps) * 1.001"));

        Cli.Answer answer = run("graph", "check", metric.toString());
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).contains("changed steps: fast", "top_mps", " → ", "Mend: ", "version 1.1");
        assertThat(run("graph", "lock", metric.toString()).code()).isEqualTo(1);

        change(text -> text.replace("fast 1.0", "fast 1.1"));
        assertThat(run("graph", "check", metric.toString()).out()).contains("Mend: ./odograph graph lock");
        assertThat(run("graph", "lock", metric.toString()).code()).isZero();
        assertThat(run("graph", "check", metric.toString()).code()).isZero();
    }

    @Test
    void aDeclaredToleranceLetsValuesMoveSoFar() throws IOException {
        change(text -> text.replaceFirst("-- source:", "-- tolerance: relative 0.01\n-- source:"));
        assertThat(run("graph", "lock", metric.toString()).code()).isZero();

        change(text -> text.replace("max(speed_mps)", "max(speed_mps) * 1.001"));
        Cli.Answer within = run("graph", "check", metric.toString());
        assertThat(within.code()).as(within.out()).isZero();

        change(text -> text.replace("* 1.001", "* 1.1"));
        assertThat(run("graph", "check", metric.toString()).code()).isEqualTo(1);
    }

    @Test
    void allProblemsAreListedAtOnceForPrograms() throws IOException {
        change(text -> text.replace("top_mps     float64 [m/s]", "top_mps     float64 [km/h] nullable")
                .replace("max(speed_mps)", "max(speed_mps) * 3.6"));

        Cli.Answer answer = run("graph", "check", metric.toString(), "--json");

        assertThat(answer.code()).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(answer.out());
        assertThat(report.path("compatible").asBoolean()).isFalse();
        assertThat(report.path("problems").findValuesAsText("rule")).containsExactly("schema_breaks", "unit_changed");
    }

    @Test
    void filesThatTheAuthorNamesAreTheSample() throws IOException {
        Path drive = directory.resolve("drive.csv");
        Files.writeString(drive, "position,t_ms,speed_mps\n1,0,20.0\n1,100,31.5\n");
        Files.delete(lock);
        assertThat(run("graph", "lock", metric.toString(), "--sample", drive.toString())
                        .code())
                .isZero();
        assertThat(Files.readString(lock)).contains("\"drive.csv\"");
        assertThat(run("graph", "check", metric.toString()).code()).isZero();

        Files.writeString(drive, "position,t_ms,speed_mps\n1,0,20.0\n1,100,32.5\n");

        assertThat(run("graph", "check", metric.toString()).out()).contains("the sample is another");
    }

    @Test
    void anotherSampleHidesNoChange() throws IOException {
        Path drive = directory.resolve("drive.csv");
        Files.writeString(drive, "position,t_ms,speed_mps\n1,0,20.0\n1,100,31.5\n");
        Path base = directory.resolve("main.lock.json");
        Files.copy(lock, base);

        assertThat(run("graph", "lock", metric.toString(), "--sample", drive.toString())
                        .code())
                .isZero();
        assertThat(Files.readString(lock)).contains("\"drive.csv\"");
        assertThat(run("graph", "check", metric.toString(), "--base", base.toString())
                        .code())
                .isZero();

        change(text -> text.replace("max(speed_mps)", "max(speed_mps) * 1.001"));
        Cli.Answer again = run("graph", "lock", metric.toString(), "--sample", drive.toString());
        assertThat(again.code()).isEqualTo(1);
        Cli.Answer checked = run("graph", "check", metric.toString(), "--base", base.toString());
        assertThat(checked.out())
                .contains("2 problems", "segment_id drive,", "segment_id sim-")
                .doesNotContain("is another");
    }

    @Test
    void aMetricIsGivenUpOnlyByName() throws IOException {
        change(text -> text.replace("metric: fast 1.0", "metric: quick 1.0"));

        Cli.Answer gone = run("graph", "check", metric.toString());
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.out()).contains("Metric \"fast\" 1.0: it is gone", "--drop fast");
        assertThat(run("graph", "lock", metric.toString(), "--drop", "fsat").code())
                .isEqualTo(ExitCodes.USER);
        assertThat(run("graph", "lock", metric.toString(), "--drop", "fast").code())
                .isZero();
        assertThat(run("graph", "check", metric.toString()).code()).isZero();
    }

    private void change(UnaryOperator<String> edit) throws IOException {
        String before = Files.readString(metric);
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(metric, after);
    }

    private Cli.Answer run(String... arguments) {
        return new Cli(directory.resolve("home")).run(arguments);
    }
}
