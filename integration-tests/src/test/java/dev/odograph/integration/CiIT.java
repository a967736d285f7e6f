package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.cli.Gating;
import dev.odograph.contract.RunStatus;
import dev.odograph.dataset.ImportAction;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleArchive;
import dev.odograph.regression.RegressionReport;
import dev.odograph.regression.RegressionStart;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.PushedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Changes of code and of the robot's software pass a gate or do not, and the reports say why. */
class CiIT {
    private static final int SEGMENTS = 40;
    /** A script in a YAML file, as a block. */
    private static final Pattern SCRIPT = Pattern.compile("(?m)^( *)(?:- |run: )\\|\\n((?:\\1 {2,}.*\\n?)+)");

    private static Lab lab;
    private static String merged;

    @TempDir
    private Path directory;

    @BeforeAll
    static void driveBothReleases() {
        lab = Lab.open();
        merged = lab.bundles.examples().digest();
        drive("gated_old", "4.2.0");
        drive("gated_new", "4.3.0");
    }

    @Test
    void aPlantedRegressionOfTheRobotsSoftwareIsRedInEveryReport() throws Exception {
        Path junit = directory.resolve("odograph.xml");
        Path markdown = directory.resolve("odograph.md");
        Path json = directory.resolve("odograph.json");

        Gating gate = ci(
                "--base-dataset gated_old --head-dataset gated_new --metric platoon_safety",
                "--junit",
                junit.toString(),
                "--markdown",
                markdown.toString(),
                "--json-report",
                json.toString());

        assertThat(gate.code()).as("%s", gate).isEqualTo(1);
        assertThat(gate.out())
                .contains("Verdict: regression", "platoon_safety.headway_p50_s", "worse", "All figures: ./odograph");
        JsonNode report = JsonMapper.builder().build().readTree(json.toFile());
        assertThat(report.get("verdict").asText()).isEqualTo("regression");
        assertThat(report.get("exit_code").asInt()).isEqualTo(1);
        assertThat(report.at("/comparison/metrics/0/comparison/pairs").asInt()).isEqualTo(SEGMENTS);
        assertThat(Files.readString(markdown))
                .startsWith("## Odograph: regression")
                .contains("| **fail** | statistics | platoon_safety.headway_p50_s |", "Worst by headway_p50_s")
                .hasSizeLessThanOrEqualTo(RegressionReport.LONGEST);
        List<Element> failed = failures(junit);
        assertThat(failed.stream().map(one -> one.getAttribute("name"))).contains("headway_p50_s");
        assertThat(failed.stream().map(one -> one.getAttribute("classname"))).containsOnly("odograph.platoon_safety");
        Histories.record(
                "regression",
                lab.runs.history(
                        RegressionStart.id(Lab.GRAPH, report.get("head_run_id").asText())));
    }

    @Test
    void codeThatMakesTheFiguresWorseIsRedOnASampleOfTheSameSegments() {
        Bundle harsher = lab.bundles.withSql(
                "accel.sql", sql -> "SELECT * REPLACE (accel_mps2 * 3 AS accel_mps2) FROM (\n" + sql + "\n)");

        Gating gate = ci("--dataset gated_old --sample 30 --sample-by release --base " + merged + " --bundle "
                + harsher.digest());

        assertThat(gate.code()).as("%s", gate).isEqualTo(1);
        assertThat(gate.out()).contains("hard_brake.events_per_1000_km", "worse");
        assertThat(gate.out()).doesNotContain("headway_p50_s");
        String base = run(gate, "Base");
        String head = run(gate, "Head");
        assertThat(segments(base)).hasSize(30).isEqualTo(segments(head));
        assertThat(lab.ledger.run(base).plan().sample().words()).isEqualTo("30 segments, seed 1, by release");
        assertThat(new Publications(lab.stores.postgres())
                        .list("default", "platoon_safety").stream().map(PublicationRow::runId))
                .as("a sample is published nowhere")
                .doesNotContain(base, head);
        assertThat(command("publication publish " + base + " --channel nightly").err())
                .contains("PUBLICATION_REFUSED", "sample of dataset gated_old (30 segments");
        assertThat(command("runs show " + base).out()).contains("30 segments, seed 1, by release");
    }

    @Test
    void theSameCodeIsGreenAndReusesWhatIsThere() {
        String arguments = "--dataset gated_old --sample 5 --sample-seed 9 --base " + merged + " --bundle " + merged;
        Gating first = ci(arguments);

        Gating gate = ci(arguments);

        assertThat(gate.code()).as("%s", gate).isZero();
        assertThat(gate.out()).contains("Verdict: pass", "Nothing got worse");
        assertThat(segments(run(gate, "Base"))).isEqualTo(segments(run(first, "Base")));
        assertThat(lab.runs.executedSince(run(gate, "Base"), 1)).isEmpty();
        assertThat(lab.runs.executedSince(run(gate, "Head"), 1)).isEmpty();
    }

    @Test
    void aStepThatGivesOtherRowsEachTimeIsFoundByRepeatingIt() {
        Bundle flaky = lab.bundles.withJava(
                "HardBrakes", source -> source.replace("minAccel, entrySpeed)", "minAccel, System.nanoTime() * 1e-9)"));

        Gating gate = ci("--dataset gated_old --sample 6 --repeat 2 --base " + merged + " --bundle " + flaky.digest());

        assertThat(gate.code()).as("%s", gate).isEqualTo(2);
        assertThat(gate.out())
                .contains("Verdict: broken", "Flaky: computed again 2×", "other values in", "runs reproduce")
                .contains("Broken: repeat hard_brake")
                .doesNotContain("repeat accel");
    }

    @Test
    void stepsThatGiveTheSameRowsPassARepetitionThatStoresNothing() {
        Gating gate = ci("--dataset gated_old --sample 5 --sample-seed 12 --repeat 1 --json --base " + merged
                + " --bundle " + merged);

        assertThat(gate.code()).as("%s", gate).isZero();
        assertThat(gate.out()).contains("Computed again 1×, all ", "outputs of the head came out the same");
    }

    @Test
    void aMetricThatReadersLoseIsBroken() {
        Bundle without = lab.bundles.withJava(
                "CarFollowing", source -> source.replace("g.metric(\"exposure\", \"1.0\", exposure);", ""));

        Gating gate = ci("--dataset gated_old --sample 3 --base " + merged + " --bundle " + without.digest());

        assertThat(gate.code()).as("%s", gate).isEqualTo(2);
        assertThat(gate.out())
                .contains("Verdict: broken", "compatibility", "exposure.metric_gone", "a published metric stays");
    }

    @Test
    void aHeadThatDecidesThatWorseIsBetterIsBroken() {
        Bundle turned = lab.bundles.withJava(
                "CarFollowing", source -> source.replaceFirst("\\.higherIsBetter\\(\\)", ".lowerIsBetter()"));

        Gating gate = ci("--dataset gated_old --sample 3 --base " + merged + " --bundle " + turned.digest());

        assertThat(gate.code()).as("%s", gate).isEqualTo(2);
        assertThat(gate.out())
                .contains(
                        "Verdict: broken",
                        "compatibility",
                        ".measure",
                        "The base says higher is better, the head lower")
                .contains("give the metric another version than");
    }

    @Test
    void aHeadThatFailsIsBrokenAndSaysWhere() throws Exception {
        Bundle broken = lab.bundles.withSql(
                "exposure.sql",
                sql -> "SELECT * REPLACE (CAST('x' || segment_id AS DOUBLE) AS distance_km) FROM (\n" + sql + "\n)");
        Path junit = directory.resolve("odograph.xml");

        Gating gate = ci(
                "--dataset gated_old --sample 3 --base " + merged + " --bundle " + broken.digest(),
                "--junit",
                junit.toString());

        assertThat(gate.code()).as("%s", gate).isEqualTo(2);
        assertThat(gate.out())
                .contains("Verdict: broken", "run head", "SQL_INVALID in stage exposure", "./odograph runs show");
        assertThat(failures(junit))
                .singleElement()
                .satisfies(one -> assertThat(one.getAttribute("name")).isEqualTo("head"));
    }

    @Test
    void whatTheDataDoNotDecidePassesUnlessItIsAskedToFail() {
        String arguments = "--base-dataset gated_old --head-dataset gated_new --sample 2 --metric ttc";

        Gating lenient = ci(arguments);
        Gating strict = ci(arguments + " --undecided fail");

        assertThat(lenient.code()).as("%s", lenient).isZero();
        assertThat(lenient.out()).contains("Verdict: pass", "undecided", "ttc.");
        assertThat(strict.code()).as("%s", strict).isEqualTo(3);
        assertThat(strict.out()).contains("Verdict: undecided", "The data do not say");
    }

    @Test
    void aNewerRunOfTheSameKeyTakesThePlaceOfTheOlder() throws Exception {
        Path begun = directory.resolve("begun");
        List<String> all = lab.segments(lab.simulated("gated_paused", 1, 91));
        Bundle pausing = lab.bundles.withPause(all.getLast(), begun);
        String shared = "--dataset gated_paused --supersede my/branch --base " + merged + " --bundle ";
        CompletableFuture<Gating> older = CompletableFuture.supplyAsync(() -> ci(shared + pausing.digest()));
        Runs.until("a step of the older run under way", () -> Files.exists(begun) || older.isDone());

        Gating newer = ci(shared + merged);

        assertThat(newer.code()).as("%s", newer).isZero();
        assertThat(newer.out()).as("of one recording").contains("undecided", "needs at least two on each side");
        Gating ended = older.get(2, TimeUnit.MINUTES);
        assertThat(ended.code()).as("%s", ended).isEqualTo(4);
        assertThat(ended.err()).contains("RUN_CANCELLED", "a newer one of the same --supersede key");
        String status = lab.stores
                .postgres()
                .query(
                        "looking for the superseded head",
                        db -> String.valueOf(
                                db.fetchSingle("SELECT status FROM run WHERE bundle_digest = ?", pausing.digest())
                                        .get(0)));
        assertThat(status).isEqualTo(RunStatus.CANCELLED.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yml", "gitlab-ci.yml"})
    void theReadyFilesJudgeAChange(String name) throws Exception {
        new BundleRegistry(lab.stores.postgres())
                .push(
                        new PushedBundle(merged, "lab", List.of(Lab.GRAPH), null),
                        archive(lab.bundles.examples()),
                        "main",
                        true);
        String file = Files.readString(
                Path.of(System.getenv("ODOGRAPH_CHECKOUT")).resolve("docs/ci").resolve(name));
        List<String> scripts = SCRIPT.matcher(file)
                .results()
                .map(found -> found.group(2))
                .filter(script -> script.contains("odograph/odograph ci"))
                .toList();
        Map<String, String> variables =
                Map.of("GRAPH", Lab.GRAPH, "DATASET", "gated_old", "BRANCH", "a/b", "CI_COMMIT_REF_NAME", "a/c");

        Gating gate =
                Gating.shell(lab.endpoints, lab.directory.home(), directory, String.join("\n", scripts), variables);

        assertThat(scripts).hasSize(1);
        assertThat(gate.code()).as("%s", gate).isZero();
        assertThat(gate.out()).contains("Verdict: pass");
        assertThat(directory.resolve("odograph.md")).content().startsWith("## Odograph: pass");
        assertThat(failures(directory.resolve("odograph.xml"))).isEmpty();
        assertThat(directory.resolve("odograph.json")).content().contains("\"verdict\" : \"pass\"");
    }

    @Test
    void withServersOfItsOwnACommandStartsNone() {
        Gating list = Gating.run(lab.endpoints, directory.resolve("new-home"), "runs", "list");

        assertThat(list.code()).as("%s", list).isZero();
        assertThat(list.err()).doesNotContain("starting");
        assertThat(directory.resolve("new-home").resolve("postgresql")).doesNotExist();
    }

    private Path archive(Bundle bundle) throws IOException {
        Path archive = Files.createTempFile(directory, "bundle", ".zip");
        BundleArchive.write(bundle, archive);
        return archive;
    }

    private static void drive(String dataset, String release) {
        Path folder = lab.recordings(dataset, SEGMENTS, 77, 1, release);
        lab.change(dataset, ImportAction.IMPORT, folder);
    }

    private static Gating ci(String arguments, String... more) {
        List<String> all = new ArrayList<>(List.of("ci", "--graph", Lab.GRAPH));
        all.addAll(List.of(arguments.split(" ")));
        all.addAll(List.of(more));
        return Gating.run(lab.endpoints, lab.directory.home(), all.toArray(String[]::new));
    }

    private static Gating command(String arguments) {
        return Gating.run(lab.endpoints, lab.directory.home(), arguments.split(" "));
    }

    private static String run(Gating gate, String side) {
        return gate.out()
                .lines()
                .filter(line -> line.startsWith(side))
                .map(line -> line.split("\\s+")[1])
                .findFirst()
                .orElseThrow(() -> new AssertionError(gate));
    }

    private static List<String> segments(String runId) {
        return lab.ledger.partitions(runId, 0, Integer.MAX_VALUE).stream()
                .map(PartitionRecord::segmentIds)
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    /** Test cases that failed. */
    private static List<Element> failures(Path junit) throws Exception {
        var found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(junit.toFile())
                .getElementsByTagName("failure");
        List<Element> cases = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            cases.add((Element) found.item(i).getParentNode());
        }
        return cases;
    }
}
