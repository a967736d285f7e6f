package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An author's way: begin a project outside the repository, build and test it, run it, change it, push it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ProjectIT {
    private static final String GRAPH = "late_braking";

    @TempDir
    private static Path directory;

    private static Path project = Path.of("");
    private static Cli cli = new Cli(Path.of(""));

    @BeforeAll
    static void begin() {
        cli = new Cli(directory.resolve("home"));
        project = directory.resolve("work").resolve(GRAPH);
        done("new", "graph", GRAPH, "--dir", directory.resolve("work").toString());
    }

    @AfterAll
    static void stopIt() {
        done("down");
    }

    @Test
    @Order(1)
    void aNewProjectBuildsAndPassesItsTestsAtOnce() throws Exception {
        Program.Ended build = maven("verify");

        assertThat(build.code()).as(build.out()).isEqualTo(0);
        // Five tests of its own, and the generated contract tests of its steps.
        assertThat(build.out()).contains("Tests run: 35, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(project.resolve("target/native/lib" + GRAPH + ".so")).exists();
        assertThat(Files.readString(project.resolve("pom.xml")))
                .as("nothing that is committed names this machine")
                .doesNotContain(directory.toString(), Path.of("..").toRealPath().toString());
    }

    @Test
    @Order(2)
    void itRunsOnTheStackAndASavedChangeIsInTheNextRunWithItsNumbersBesideTheOldOnes() throws Exception {
        done("dataset", "simulate", "fleet", "--segments", "3", "--minutes", "1");
        run("first");

        edit("src/main/java/metrics/latebraking/Episodes.java", "/ 1000.0, hardest", "/ 1000.0, 2 * hardest");
        String second = run("second");
        edit("kernels/" + GRAPH + ".cpp", "-accel_mps2[row]", "-3 * accel_mps2[row]");
        edit("kernels/" + GRAPH + ".cpp", "drive_1    1        0    3", "drive_1    1        0    9");
        edit("src/main/resources/metrics/latebraking/accel.sql", "(speed_mps -", "2 * (speed_mps -");
        String third = run("third");

        assertThat(second).contains("Beside run first:", "rows", "mean of hardest_mps2", "most of hardest_mps2");
        assertThat(third).contains("Beside run second:");
        double most = most("first");
        assertThat(most("second")).isEqualTo(2 * most);
        assertThat(most("third")).isCloseTo(12 * most, org.assertj.core.data.Percentage.withPercentage(0.001));
        assertThat(done("runs", "diff", "second", "first")).contains("Run second", "Beside run first:");
    }

    @Test
    @Order(3)
    void whatDoesNotCompileIsRefusedWithTheCompilersWordsAndStartsNoRun() throws Exception {
        edit("src/main/java/metrics/latebraking/Episodes.java", "2 * hardest", "2 * hardes");

        String refused = refused("run", GRAPH, "fleet", "--project", project.toString(), "--run-id", "broken");

        assertThat(refused).contains("BUILD_FAILED", "Episodes.java", "cannot find symbol", "mvn verify");
        assertThat(refused("runs", "show", "broken")).contains("RUN_NOT_FOUND");
        edit("src/main/java/metrics/latebraking/Episodes.java", "2 * hardes)", "2 * hardest)");
    }

    @Test
    @Order(4)
    void aPushMovesABranchAndTheProtectedOneTakesOnlyWhatIsCommitted() throws Exception {
        assertThat(done("push", project.toString(), "--branch", "doubled")).contains("to branch doubled", GRAPH);
        assertThat(done("graph", "list", "--bundle", "doubled")).contains(GRAPH);
        assertThat(refused("push", project.toString(), "--branch", "main"))
                .contains("BRANCH_PROTECTED", "in no git repository", "another branch");
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Begin");

        assertThat(done("push", project.toString(), "--branch", "main")).contains("(merged code)");
        done("run", GRAPH, "fleet", "--bundle", "main", "--run-id", "merged", "--wait");

        assertThat(done("results", GRAPH, "--format", "csv").lines().count())
                .as("what the protected branch computed is what readers of channel latest see")
                .isGreaterThan(1);
        assertThat(done("results", GRAPH, "--channel", "branch/local", "--format", "csv")
                        .lines()
                        .count())
                .isGreaterThan(1);
        assertThat(refused("run", GRAPH, "fleet", "--bundle", "doublet"))
                .contains("BRANCH_NOT_FOUND", "did you mean doubled");
    }

    @Test
    @Order(5)
    void metricsOfOneFileInTheProjectArePushedWithItAndALocalRunSaysWhatItDoesNotJudge() throws Exception {
        Path folder = Files.createDirectories(project.resolve("metrics"));
        done("new", "metric", folder.resolve("fast.py").toString());
        edit(
                "src/main/java/metrics/latebraking/LateBraking.java",
                "rules.range(\"speed_mps\", -1, 90)",
                "rules.range(\"speed_mps\", -1, 90).fresh(java.time.Duration.ofDays(30)).warn()");
        Path drive =
                Files.writeString(directory.resolve("drive.csv"), "position,t_ms,speed_mps\n1,0,20.0\n1,100,19.0\n");

        assertThat(done("push", project.toString(), "--branch", "both")).contains("fast, " + GRAPH);
        Cli.Answer local = cli.run("run", GRAPH, "--project", project.toString(), "--local", drive.toString());

        assertThat(local.err()).contains("Check \"plausible\"", "fresh", "not judged here", "a run on a dataset");
        assertThat(local.code()).isEqualTo(ExitCodes.OK);
        assertThat(done("kernel", "list", "--project", project.toString()))
                .contains("time_to_collision", "lib" + GRAPH + ".so/braking");
        assertThat(done("kernel", "show", "lib" + GRAPH + ".so/braking", "--project", project.toString()))
                .contains("| Input `", "`accel_mps2`", "m/s^2", "least_mps2", "Example: ");
        assertThat(refused("kernel", "show", "brakin")).contains("brakin", "use one of", "time_to_collision");
    }

    /** With a limit so low that every drive has episodes. */
    private static String run(String id) {
        return done(
                "run",
                GRAPH,
                "fleet",
                "--project",
                project.toString(),
                "--param",
                "limit_mps2=0.2",
                "--run-id",
                id,
                "--wait");
    }

    private static double most(String run) {
        String sql = "SELECT max(hardest_mps2) AS most FROM " + GRAPH;
        return Double.parseDouble(done("results", GRAPH, "--run", run, "--sql", sql, "--format", "csv")
                .lines()
                .toList()
                .getLast());
    }

    /** Changes a file as an editor does. */
    private static void edit(String file, String from, String to) throws IOException {
        Path path = project.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private static String done(String... arguments) {
        Cli.Answer answer = cli.run(arguments);
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCodes.OK);
        return answer.out();
    }

    private static String refused(String... arguments) {
        Cli.Answer answer = cli.run(arguments);
        assertThat(answer.code()).as(answer.out()).isEqualTo(ExitCodes.USER);
        return answer.err();
    }

    private static void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", project.toString()));
        command.addAll(List.of(words));
        assertThat(Program.run(System.getenv(), command).code()).isEqualTo(0);
    }

    private static Program.Ended maven(String goal) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return Program.run(
                environment,
                List.of("mvn", "-B", "-ntp", "-f", project.resolve("pom.xml").toString(), goal));
    }
}
