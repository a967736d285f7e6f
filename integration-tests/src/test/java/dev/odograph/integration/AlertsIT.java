package dev.odograph.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.odograph.alert.Alert;
import dev.odograph.alert.AlertBook;
import dev.odograph.alert.AlertRule;
import dev.odograph.alert.AlertRule.Figure;
import dev.odograph.alert.AlertRule.Kind;
import dev.odograph.alert.AlertRule.Severity;
import dev.odograph.alert.AlertRule.Side;
import dev.odograph.alert.Judgement;
import dev.odograph.alerting.AlertJudge;
import dev.odograph.cli.Gating;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.Waiver;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.event.EventFilter;
import dev.odograph.event.WebhookBook;
import dev.odograph.event.WebhookTemplate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is published is judged by rules, told once to a receiver, and told to be over when a late recording mends it. */
class AlertsIT {
    private static final String RELEASE = "4.3.0";

    private static Lab lab;
    private static AlertBook book;
    private static AlertJudge judge;
    private static HttpServer receiver;
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void listen() throws Exception {
        lab = Lab.open();
        book = new AlertBook(lab.stores.postgres());
        judge = new AlertJudge(
                lab.stores.postgres(), lab.stores.pool(), lab.stores.datasets(), lab.stores.clickhouse());
        drive("alert_fleet", ImportAction.IMPORT, "alert_first", 3, 1, RELEASE);
        produce("alerted-first", "alert_fleet");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            RECEIVED.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        new WebhookBook(lab.stores.postgres())
                .add(
                        "alert-receiver",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
                        WebhookTemplate.SLACK,
                        new EventFilter(WebhookTemplate.ALERTS, null, null, null),
                        null,
                        "test");
    }

    @AfterAll
    static void hangUp() {
        new WebhookBook(lab.stores.postgres()).remove("alert-receiver");
        receiver.stop(0);
    }

    @Test
    void aSliceBelowItsLimitIsToldOnceAndALateRecordingResolvesIt() throws Exception {
        double longest = judge.judge(rule("probe", Figure.MAX, Side.BELOW, 1e9, "release", 0))
                .found()
                .getFirst()
                .value();
        AlertRule rule = rule("short-drives", Figure.MAX, Side.BELOW, 1.5 * longest, "release", 0);
        book.add(rule, "test");
        try {
            Runs.until("it is told", () -> told("short-drives") == 1);
            assertThat(RECEIVED)
                    .anySatisfy(body -> assertThat(body)
                            .contains(
                                    "WARNING: short-drives (alert_fleet, release " + RELEASE + ")",
                                    "max of distance_km")
                            .contains("on alert_fleet is", "below", "3 segments"));

            drive("alert_fleet", ImportAction.ADD, "alert_late", 1, 3, RELEASE);
            produce("alerted-late", "alert_fleet");

            Runs.until("it is over", () -> told("Resolved: short-drives") == 1);
            assertThat(told("short-drives")).as("one opening and one end").isEqualTo(2);
            assertThat(alert("short-drives").runId()).isEqualTo("alerted-first");
        } finally {
            book.remove("short-drives");
        }
    }

    @Test
    void aRuleIsMadeLookedAtSnoozedAndRemovedByCommand() {
        Gating made = command(
                "alerts add by-command --metric exposure --dataset alert_fleet --column distance_km --figure mean"
                        + " --below 1000000 --by release --severity critical --owner safety");
        try {
            assertThat(made.code()).as("%s", made).isZero();
            assertThat(made.out()).contains("Rule by-command finds now:", "mean of distance_km for release " + RELEASE);
            assertThat(command("alerts rules").out())
                    .contains("by-command", "threshold", "exposure in main, mean below 1000000.0 by release");
            assertThat(command("alerts snooze by-command --for 8h").out())
                    .contains("Nothing is told of by-command for 8h.");
            Runs.until("it is found", () -> command("alerts list").out().contains("by-command"));
            Gating list = command("alerts list");
            assertThat(list.out()).contains("critical", "alert_fleet, release " + RELEASE, "below 1000000");
            assertThat(command("alerts list --json").out()).contains("by-command", "safety");
        } finally {
            assertThat(command("alerts remove by-command").out()).contains("Rule by-command is gone.");
        }
        assertThat(command("alerts list").out()).doesNotContain("by-command");
        assertThat(command("alerts list --all").out()).contains("by-command", "over");
        assertThat(command("audit --subject by-command").out()).contains("addAlertRule", "snooze", "removeAlertRule");
    }

    private static Gating command(String words) {
        return Gating.run(lab.endpoints, lab.directory.home(), words.split(" "));
    }

    @Test
    void onTooFewSegmentsNothingIsSaidAndTheReasonIsGiven() throws Exception {
        Dataset lost = lab.simulated("alert_lost", 4, 5951);
        Files.delete(lab.file(lost, lab.segments(lost).getFirst()));
        lab.runs.start("alert-lost", Lab.input(lab.bundles.examples().digest(), "alert_lost", Purpose.PRODUCTION, 1));
        lab.runs.parked("alert-lost");
        lab.runs.handle("alert-lost").waive(new Waiver("Ada", "its disk is gone", List.of()));
        lab.runs.succeeded("alert-lost");

        Judgement judgement = judge.judge(of("alert_lost", "covered", Figure.MEAN, Side.BELOW, 1e9, null, 0.9));

        assertThat(judgement.found()).isEmpty();
        assertThat(judgement.unsure()).containsExactly("alert_lost");
        assertThat(judgement.unjudged()).isEqualTo("alert_lost stands on 3 of 4 segments, and the rule asks for 90 %");
        assertThat(judge.judge(of("alert_lost", "covered", Figure.MEAN, Side.BELOW, 1e9, null, 0.7))
                        .found())
                .as("enough for another rule")
                .hasSize(1);
    }

    @Test
    void aRateIsJudged() {
        AlertRule rate = new AlertRule(
                "rate",
                Kind.THRESHOLD,
                Severity.INFO,
                null,
                null,
                "default",
                "hard_brake",
                "main",
                "alert_fleet",
                Figure.RATE,
                null,
                Side.ABOVE,
                -1.0,
                null,
                0,
                0);

        assertThat(judge.judge(rate).found())
                .singleElement()
                .satisfies(one -> assertThat(one.message()).startsWith("rate of hard_brake on alert_fleet is"));
    }

    @Test
    void whatGotWorseThanWhatWasShownBeforeIsFound() {
        drive("alert_changed", ImportAction.IMPORT, "alert_old", 40, 1, "4.2.0");
        produce("alert-old", "alert_changed");
        AlertRule rule = kind("alert_changed", "verdict", Kind.VERDICT, "platoon_safety", 0);
        assertThat(judge.judge(rule).found()).as("nothing was shown before").isEmpty();

        drive("alert_changed", ImportAction.REPLACE, "alert_new", 40, 1, "4.3.0");
        produce("alert-new", "alert_changed");

        Judgement judgement = judge.judge(rule);
        assertThat(judgement.unjudged()).isNull();
        assertThat(judgement.found()).anySatisfy(one -> {
            assertThat(one.slice()).isEqualTo("alert_changed, headway_p50_s");
            assertThat(one.message())
                    .contains("platoon_safety.headway_p50_s on alert_changed got worse")
                    .contains("--base run:alert-old --head run:alert-new");
            assertThat(one.runId()).isEqualTo("alert-new");
        });
    }

    @Test
    void whatIsShownForTooLongIsFound() {
        produce("alert-aged", "alert_fleet");
        AlertRule rule = kind("alert_fleet", "stale", Kind.STALE, "platoon_safety", 26 * 60);
        assertThat(judge.judge(rule).found()).isEmpty();

        int aged = lab.stores
                .postgres()
                .transact(
                        "ageing what is shown",
                        tx -> tx.execute("UPDATE publication SET published_at = now() - interval '30 hours'"
                                + " WHERE dataset = 'alert_fleet' AND metric = 'platoon_safety' AND channel = 'main'"));

        assertThat(aged).isEqualTo(1);
        assertThat(judge.judge(rule).found()).singleElement().satisfies(one -> {
            assertThat(one.slice()).isEqualTo("alert_fleet");
            assertThat(one.message()).contains("shows a run of 30 h ago");
            assertThat(one.value()).isEqualTo(30);
        });
    }

    @Test
    void runsThatWaitAreOneAlertForTheirGraph() {
        AlertRule rule = new AlertRule(
                "waiting",
                Kind.PARKED,
                Severity.CRITICAL,
                null,
                "car_following",
                "default",
                null,
                "main",
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                0);
        lab.ledger.park("alerted-first", "FILE_NOT_FOUND", "a recording is gone");
        try {
            assertThat(judge.judge(rule).found())
                    .filteredOn(one -> one.slice().equals("car_following"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.message()).contains("for an operator", "./odograph runs show"));
        } finally {
            lab.ledger.finish("alerted-first", dev.odograph.contract.RunStatus.SUCCEEDED, null, null);
        }
    }

    @Test
    void whatARuleNamesMustBeThere() {
        assertThatThrownBy(() -> judge.judge(kind("alert_fleet", "x", Kind.STALE, "platoon_safty", 60)))
                .hasMessageContaining("Metric platoon_safty has nothing published in channel \"main\"");
        assertThatThrownBy(() -> judge.judge(rule("x", Figure.MEAN, Side.ABOVE, 1, "nosuchtag", 0)))
                .hasMessageContaining("nosuchtag");
        AlertRule column = new AlertRule(
                "x",
                Kind.THRESHOLD,
                Severity.INFO,
                null,
                null,
                "default",
                "exposure",
                "main",
                "alert_fleet",
                Figure.MEAN,
                "nocolumn",
                Side.ABOVE,
                1.0,
                null,
                0,
                0);
        assertThatThrownBy(() -> judge.judge(column)).hasMessageContaining("nocolumn");
    }

    private static long told(String words) {
        return RECEIVED.stream().filter(body -> body.contains(words)).count();
    }

    private static Alert alert(String rule) {
        return book.alerts(true, 1_000).stream()
                .filter(one -> one.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static AlertRule rule(
            String name, Figure figure, Side side, double limit, @Nullable String by, double coverage) {
        return of("alert_fleet", name, figure, side, limit, by, coverage);
    }

    private static AlertRule of(
            String dataset, String name, Figure figure, Side side, double limit, @Nullable String by, double coverage) {
        return new AlertRule(
                name,
                Kind.THRESHOLD,
                Severity.WARNING,
                null,
                null,
                "default",
                "exposure",
                "main",
                dataset,
                figure,
                "distance_km",
                side,
                limit,
                by,
                coverage,
                0);
    }

    private static AlertRule kind(String dataset, String name, Kind kind, String metric, long minutes) {
        return new AlertRule(
                name,
                kind,
                Severity.INFO,
                null,
                null,
                "default",
                metric,
                "main",
                dataset,
                null,
                null,
                null,
                null,
                null,
                0,
                minutes);
    }

    private static void produce(String runId, String dataset) {
        lab.runs.succeed(runId, Lab.input(lab.bundles.examples().digest(), dataset, Purpose.PRODUCTION, 1));
    }

    private static void drive(
            String dataset, ImportAction action, String folder, int segments, int minutes, String release) {
        lab.change(dataset, action, lab.recordings(folder, segments, minutes * 31L, minutes, release));
    }
}
