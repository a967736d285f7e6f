package dev.odograph.cli;

import dev.odograph.alert.Alert;
import dev.odograph.alert.AlertBook;
import dev.odograph.alert.AlertRule;
import dev.odograph.alert.AlertRule.Figure;
import dev.odograph.alert.AlertRule.Kind;
import dev.odograph.alert.AlertRule.Severity;
import dev.odograph.alert.AlertRule.Side;
import dev.odograph.alert.Judgement;
import dev.odograph.alerting.AlertJudge;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.MetricName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "alerts",
        description = {
            "Have the right people told once of what is wrong: a figure past its limit, a change for the worse, results",
            "that are too old, runs that wait. Rules are judged by the workers; webhooks and Kafka take what they find."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph alerts add headway --metric platoon_safety --column headway_p50_s --figure mean --below 1.2",
            "              --by release --coverage 0.95",
            "          odograph alerts add nightly --kind stale --metric platoon_safety --after 26h --severity critical",
            "          odograph webhooks add team https://hooks.slack.com/… --template slack --type alert.opened"
        })
final class AlertsCommand {
    private final Console console;

    AlertsCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "add",
            description = "Make a rule, and say what it finds now.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph alerts add waiting --kind parked --after 30m --severity critical"})
    int add(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--kind",
                            defaultValue = "threshold",
                            description = "threshold, verdict, stale or parked (default: threshold).")
                    Kind kind,
            @Option(
                            names = "--metric",
                            paramLabel = "METRIC",
                            description = "The metric; namespace/name where it has one.")
                    @Nullable
                    String metric,
            @Option(names = "--channel", defaultValue = "main", description = "The channel (default: main).")
                    String channel,
            @Option(names = "--dataset", description = "Only this dataset (default: each that is published).") @Nullable
                    String dataset,
            @Option(names = "--figure", description = "mean, min, p05, p50, p95, max, or rate per 1,000 km.") @Nullable
                    Figure figure,
            @Option(names = "--column", description = "The column (default: the first measure's; of rate, rows).")
                    @Nullable
                    String column,
            @Option(names = "--above", paramLabel = "X", description = "Found above this.") @Nullable Double above,
            @Option(names = "--below", paramLabel = "X", description = "Found below this.") @Nullable Double below,
            @Option(names = "--by", description = "A slice for each release, vehicle, scenario or value of a tag.")
                    @Nullable
                    String by,
            @Option(
                            names = "--coverage",
                            defaultValue = "0",
                            paramLabel = "SHARE",
                            description = "Say nothing on fewer segments than this share, 0 to 1 (default: 0).")
                    double coverage,
            @Option(names = "--graph", description = "Of parked: only runs of this graph.") @Nullable String graph,
            @Option(names = "--after", paramLabel = "SPAN", description = "Of stale and parked: after 30m, 26h, 7d.")
                    @Nullable
                    String after,
            @Option(names = "--severity", defaultValue = "warning", description = "info, warning or critical.")
                    Severity severity,
            @Option(names = "--owner", paramLabel = "TEAM", description = "Who is told (default: the graph's owner).")
                    @Nullable
                    String owner) {
        if (above != null && below != null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "--above and --below exclude each other: make two rules");
        }
        MetricName named = metric == null ? null : MetricName.parse(metric);
        AlertRule rule = new AlertRule(
                name,
                kind,
                severity,
                owner,
                graph,
                named == null ? MetricName.DEFAULT : named.namespace(),
                named == null ? null : named.name(),
                channel,
                dataset,
                figure,
                column,
                above != null ? Side.ABOVE : below != null ? Side.BELOW : null,
                above != null ? above : below,
                by,
                coverage,
                after == null ? 0 : Times.minutes("--after", after).toMinutes());
        return StackSession.with(common, console, stores -> {
            // A rule that cannot be judged is refused here, not found out at night.
            Judgement now = new AlertJudge(stores.postgres(), stores.pool(), stores.datasets(), stores.clickhouse())
                    .judge(rule);
            new AlertBook(stores.postgres()).add(rule, Audit.user());
            Audit.did(stores, null, "addAlertRule", name, null);
            if (common.json()) {
                console.json(Map.of("rule", name, "finds", now.found().size()));
            } else if (now.found().isEmpty()) {
                console.print("Rule " + name + " finds nothing now.");
            } else {
                console.print("Rule " + name + " finds now:");
                now.found().forEach(one -> console.print("  " + one.message()));
            }
            if (now.unjudged() != null) {
                console.say("Not judged: " + now.unjudged());
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "list",
            description = "List alerts that are open, the newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph alerts list --all"})
    int list(
            @Mixin Common common,
            @Option(names = "--all", description = "Also those that are over.") boolean all,
            @Option(names = "--limit", defaultValue = "100", description = "At most so many (default: 100).")
                    int limit) {
        int most = Checks.atLeast(1, "--limit", limit);
        return StackSession.with(common, console, stores -> {
            List<Alert> alerts = new AlertBook(stores.postgres()).alerts(all, most);
            if (common.json()) {
                console.json(alerts);
            } else if (alerts.isEmpty()) {
                console.print(all ? "There was no alert." : "No alert is open.");
            } else {
                console.table(
                        List.of("STATE", "SEVERITY", "RULE", "SLICE", "SINCE", "TIMES", "WHAT"),
                        alerts.stream()
                                .map(one -> List.of(
                                        one.open() ? one.told() ? "open" : "snoozed" : "over",
                                        one.severity(),
                                        one.rule(),
                                        one.slice(),
                                        Text.ago(one.openedAt()),
                                        Text.number(one.times()),
                                        one.message()))
                                .toList(),
                        "WHAT");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "rules",
            description = "List rules.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph alerts rules"})
    int rules(@Mixin Common common) {
        return StackSession.with(common, console, stores -> {
            List<AlertBook.Kept> rules = new AlertBook(stores.postgres()).rules();
            if (common.json()) {
                console.json(rules.stream().map(AlertsCommand::view).toList());
            } else if (rules.isEmpty()) {
                console.print("No rule. Make one: ./odograph alerts add NAME --metric METRIC …");
            } else {
                console.table(
                        List.of("NAME", "KIND", "SEVERITY", "OF", "NOT JUDGED"),
                        rules.stream()
                                .map(one -> List.of(
                                        one.rule().name(),
                                        word(one.rule().kind()),
                                        one.rule().severity().word(),
                                        of(one.rule()),
                                        one.unjudged() == null ? "" : one.unjudged()))
                                .toList(),
                        "NOT JUDGED");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "remove",
            description = "Remove a rule; what it found is over.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph alerts remove headway"})
    int remove(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return StackSession.with(common, console, stores -> {
            new AlertBook(stores.postgres()).remove(name);
            Audit.did(stores, null, "removeAlertRule", name, null);
            return done(common, name, "Rule " + name + " is gone.");
        });
    }

    @Command(
            name = "snooze",
            description = "Have nothing told of a rule for a while; what is still so afterwards is told then.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph alerts snooze headway --for 8h --slice 'fleet, release 4.3.0'"})
    int snooze(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--for", required = true, paramLabel = "SPAN", description = "How long: 30m, 8h, 7d.")
                    String span,
            @Option(names = "--slice", defaultValue = AlertBook.ALL, description = "Only of this slice (default: all).")
                    String slice) {
        Duration time = Times.minutes("--for", span);
        return StackSession.with(common, console, stores -> {
            String by = Audit.user();
            new AlertBook(stores.postgres()).snooze(name, slice, time, by);
            Audit.did(stores, by, "snooze", name, span);
            return done(common, name, "Nothing is told of " + name + " for " + span + ".");
        });
    }

    private int done(Common common, String name, String said) {
        if (common.json()) {
            console.json(Map.of("rule", name, "message", said));
        } else {
            console.print(said);
        }
        return ExitCodes.OK;
    }

    private static Map<String, @Nullable Object> view(AlertBook.Kept kept) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", kept.rule().name());
        view.put("rule", kept.rule());
        view.put("unjudged", kept.unjudged());
        view.put("created_by", kept.createdBy());
        return view;
    }

    private static String of(AlertRule rule) {
        String metric = rule.metric();
        if (metric == null) {
            return rule.graph() == null ? "all runs" : "runs of " + rule.graph();
        }
        String limit = rule.limit() == null || rule.side() == null || rule.figure() == null
                ? ""
                : ", " + rule.figure().word() + " " + word(rule.side()) + " " + rule.limit()
                        + (rule.by() == null ? "" : " by " + rule.by());
        return metric + " in " + rule.channel() + limit;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
