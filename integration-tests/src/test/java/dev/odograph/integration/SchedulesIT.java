package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.cli.Gating;
import dev.odograph.contract.RunStatus;
import dev.odograph.dataset.ImportAction;
import dev.odograph.store.lineage.RunRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs begin by the clock and when recordings arrive, by schedules of the real Temporal. */
class SchedulesIT {
    private static Lab lab;

    @BeforeAll
    static void bringRecordings() {
        lab = Lab.open();
        var unused = lab.bundles.examples();
        lab.simulated("scheduled_fleet", 2, 5801);
    }

    @AfterAll
    static void removeAll() {
        for (String name : List.of("sched-nightly", "sched-drives", "sched-slow")) {
            command("schedules", "remove", name);
        }
    }

    @Test
    void aScheduleIsMadeTriggeredPausedMadeUpForAndRemoved() {
        Gating added = command(
                "schedules",
                "add",
                "sched-nightly",
                "car_following",
                "scheduled_fleet",
                "--cron",
                "0 2 * * *",
                "--purpose",
                "adhoc",
                "--time-zone",
                "Europe/Vienna");
        assertThat(added.code()).as("%s", added).isZero();
        Runs.until("the list has it", () -> list().contains("sched-nightly"));
        assertThat(list()).contains("\"paused\" : false", "\"starts\" : \"MetricGraphRun\"", "\"next\" : \"20");

        Gating triggered = command("schedules", "trigger", "sched-nightly");
        assertThat(triggered.code()).as("%s", triggered).isZero();
        Runs.until(
                "the triggered run has succeeded",
                () -> succeeded("sched-nightly").size() == 1);
        assertThat(succeeded("sched-nightly").getFirst().plan().dataset()).isEqualTo("scheduled_fleet");

        Gating paused = command("schedules", "pause", "sched-nightly", "--reason", "holidays");
        assertThat(paused.code()).as("%s", paused).isZero();
        Runs.until("the list says so", () -> list().contains("\"note\" : \"holidays\""));
        assertThat(command("schedules", "resume", "sched-nightly").code()).isZero();

        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Gating backfill = command(
                "schedules",
                "backfill",
                "sched-nightly",
                "--from",
                today.minusDays(3).toString(),
                "--to",
                today.minusDays(1).toString());
        assertThat(backfill.code()).as("%s", backfill).isZero();
        Runs.until(
                "two nights are made up for", () -> succeeded("sched-nightly").size() == 3);

        assertThat(command("schedules", "remove", "sched-nightly").code()).isZero();
        Gating again = command("schedules", "trigger", "sched-nightly");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("SCHEDULE_NOT_FOUND", "sched-nightly", "schedules list");
        assertThat(command("audit", "--subject", "sched-nightly").out())
                .contains("schedules add", "schedules trigger", "schedules backfill", "schedules remove");
    }

    @Test
    void eachVersionOfADatasetIsRunOnceWhenItArrives() {
        lab.simulated("scheduled_drives", 1, 5802);
        Gating added = command(
                "schedules",
                "add",
                "sched-drives",
                "car_following",
                "scheduled_drives",
                "--on-arrival",
                "--settle",
                "0s",
                "--every",
                "1s",
                "--purpose",
                "adhoc");
        assertThat(added.code()).as("%s", added).isZero();

        Runs.until("the first version has run", () -> succeeded("sched-drives").size() == 1);
        lab.change("scheduled_drives", ImportAction.ADD, lab.recordings("scheduled_drives_more", 1, 5803));
        Runs.until("the second version has run", () -> succeeded("sched-drives").size() == 2);
        Runs.until(
                "it has looked again since", () -> list().contains("sched-drives-look") && looks("sched-drives") >= 3);

        assertThat(runs("sched-drives").stream().map(run -> run.plan().runId()))
                .containsExactlyInAnyOrder("sched-drives-scheduled_drives-v1", "sched-drives-scheduled_drives-v2");
        assertThat(lab.ledger.run("sched-drives-scheduled_drives-v2").plan().datasetVersion())
                .isEqualTo(2);
    }

    @Test
    void whatIsStillArrivingIsWaitedFor() {
        Gating added = command(
                "schedules",
                "add",
                "sched-slow",
                "car_following",
                "scheduled_fleet",
                "--on-arrival",
                "--settle",
                "9d",
                "--every",
                "1s",
                "--purpose",
                "adhoc");
        assertThat(added.code()).as("%s", added).isZero();

        Runs.until("it has looked", () -> looks("sched-slow") >= 2);

        assertThat(runs("sched-slow")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        add a b! car_following scheduled_fleet --every 1h | ARGUMENT_INVALID | Unmatched
        add pinned car_following scheduled_fleet@99 --every 1h | DATASET_NOT_FOUND | 99
        add 1x car_following scheduled_fleet --every 1h | NAME_INVALID | begin with a letter
        add sched-x car_following scheduled_fleet | ARGUMENT_INVALID | give --cron, --every or --on-arrival
        add sched-x car_following scheduled_fleet --every 1h --cron 0 | ARGUMENT_INVALID | exclude each other
        add sched-x car_following scheduled_fleet --every soon | ARGUMENT_INVALID | give a time such as 90s, 10m, 6h or 1d
        add sched-x car_following scheduled_fleet --every 1h --settle 1m | ARGUMENT_INVALID | --settle is given without
        add sched-x car_following scheduled_fleet@1 --on-arrival | ARGUMENT_INVALID | leave the version out
        add sched-x car_following scheduled_fleet --cron nonsense | ARGUMENT_INVALID | Cron has five fields
        add sched-x car_following scheduled_fleet --every 1h --time-zone Mars | ARGUMENT_INVALID | Europe/Vienna
        add sched-x car_following scheduled_fleet --every 1h --overlap maybe | ARGUMENT_INVALID | skip, wait, cancel, allow
        add sched-x car_folowing scheduled_fleet --every 1h | GRAPH_NOT_FOUND | car_folowing
        add sched-x top_speed scheduled_fleet --every 1h | OWNER_MISSING | Graph top_speed has no owner
        add sched-x car_following not_there --every 1h | DATASET_NOT_FOUND | not_there
        backfill sched-x --from then --to now | ARGUMENT_INVALID | give a day as 2026-11-01
        pause sched-none | SCHEDULE_NOT_FOUND | schedules list
        """)
    void whatIsWrongIsSaidWhenItIsMade(String words, String code, String said) {
        List<String> arguments = new ArrayList<>(List.of("schedules"));
        arguments.addAll(List.of(words.split(" ")));

        Gating answer = command(arguments.toArray(String[]::new));

        assertThat(answer.code()).as("%s", answer).isEqualTo(2);
        assertThat(answer.err()).contains(code, said);
    }

    private static String list() {
        return command("schedules", "list", "--json").out();
    }

    private static long looks(String schedule) {
        return lab.temporal
                .client()
                .listExecutions(
                        "WorkflowType = 'ArrivalWatch' AND ExecutionStatus = 'Completed' AND WorkflowId STARTS_WITH '"
                                + schedule + "-look'")
                .count();
    }

    private static List<RunRecord> runs(String prefix) {
        List<String> ids = lab.stores
                .postgres()
                .query(
                        "looking for runs of a schedule",
                        db -> db.fetch("SELECT run_id FROM run WHERE run_id LIKE ? ORDER BY run_id", prefix + "%")
                                .getValues(0, String.class));
        return ids.stream().map(lab.ledger::run).toList();
    }

    private static List<RunRecord> succeeded(String prefix) {
        return runs(prefix).stream()
                .filter(run -> run.status() == RunStatus.SUCCEEDED)
                .toList();
    }

    private static Gating command(String... arguments) {
        return Gating.run(lab.endpoints, lab.directory.home(), arguments);
    }
}
