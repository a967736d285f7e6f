package dev.odograph.cli;

import dev.odograph.spec.MetricName;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Mover;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PublicationMove;
import dev.odograph.store.lineage.PublicationMoves;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.worker.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "publication",
        description = "Say what channels show to readers, and move it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph publication publish RUN --channel main",
            "          odograph publication rollback RUN --channel main --reason 'wrong unit'"
        })
final class PublicationCommand {
    private final Console console;

    PublicationCommand(Console console) {
        this.console = console;
    }

    /** Who moves what, for the history. */
    static final class By {
        @Option(
                names = "--by",
                paramLabel = "NAME",
                description = "Who decides, for the history (default: your user name).")
        private @Nullable String by;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
        private @Nullable String reason;

        Mover mover() {
            return new Mover(by == null || by.isBlank() ? Audit.user() : by, reason);
        }
    }

    @Command(
            name = "list",
            description = "List what channels show.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph publication list --dataset openacc --channel main"})
    int list(
            @Mixin Common common,
            @Option(names = "--dataset", paramLabel = "NAME", description = "Of this dataset.") @Nullable
                    String dataset,
            @Option(names = "--channel", paramLabel = "NAME", description = "In this channel.") @Nullable
                    String channel) {
        return StackSession.with(common, console, stores -> {
            print(common, moves(stores).list(dataset, channel), "No channel shows anything yet: run a graph");
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "history",
            description = "Show how a metric's publications moved, the newest first: what, when, who and why.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph publication history platoon_safety --channel main"})
    int history(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "METRIC", description = "namespace/name where it has a namespace.")
                    String metric,
            @Option(names = "--dataset", paramLabel = "NAME", description = "Of this dataset.") @Nullable
                    String dataset,
            @Option(names = "--channel", paramLabel = "NAME", description = "In this channel.") @Nullable
                    String channel,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "At most so many (default: ${DEFAULT-VALUE}).")
                    int limit) {
        MetricName name = MetricName.parse(metric);
        return StackSession.with(common, console, stores -> {
            List<PublicationMove> moves = moves(stores)
                    .history(name.namespace(), name.name(), dataset, channel, Checks.atLeast(1, "--limit", limit));
            if (common.json()) {
                console.json(moves.stream().map(PublicationCommand::view).toList());
            } else if (moves.isEmpty()) {
                console.print("Metric " + metric + " was never published there");
            } else {
                console.table(
                        List.of("WHEN", "CHANNEL", "DATASET", "ACTION", "RUN", "BY", "REASON"),
                        moves.stream()
                                .map(move -> List.of(
                                        Text.ago(move.movedAt()),
                                        move.channel(),
                                        move.dataset(),
                                        move.action(),
                                        move.runId(),
                                        move.movedBy() == null ? "" : move.movedBy(),
                                        move.reason() == null ? "" : move.reason()))
                                .toList(),
                        "DATASET",
                        "BY");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "publish",
            description = "Let a channel show a run that succeeded; a new name makes a new channel.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph publication publish RUN --channel weekly --reason 'week 47'"})
    int publish(
            @Mixin Common common,
            @Mixin By by,
            @Parameters(index = "0", paramLabel = "RUN") String run,
            @Option(names = "--channel", required = true, paramLabel = "NAME", description = "In this channel.")
                    String channel,
            @Option(
                            names = "--metric",
                            paramLabel = "NAME",
                            description = "Just this metric of the run; may be given several times.")
                    @Nullable
                    List<String> metrics) {
        return StackSession.with(
                common,
                console,
                stores -> moved(
                        common,
                        stores,
                        done(
                                stores,
                                by.mover(),
                                "publish " + run + " in " + channel,
                                moves(stores).publish(run, channel, metrics == null ? List.of() : metrics, by.mover())),
                        "Channel " + channel + " shows run " + run + " already"));
    }

    @Command(
            name = "rollback",
            description = {
                "Take a run out of a channel: all metrics that the channel shows of it go back to what it showed before.",
                "Pin the channel if a later run must not bring it back."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph publication rollback RUN --channel main --reason 'wrong unit'"})
    int rollback(
            @Mixin Common common,
            @Mixin By by,
            @Parameters(index = "0", paramLabel = "RUN") String run,
            @Option(names = "--channel", required = true, paramLabel = "NAME", description = "Of this channel.")
                    String channel) {
        return StackSession.with(
                common,
                console,
                stores -> moved(
                        common,
                        stores,
                        done(
                                stores,
                                by.mover(),
                                "rollback " + run + " in " + channel,
                                moves(stores).rollBack(run, channel, by.mover())),
                        ""));
    }

    /** Which pointers are held or let go. */
    static final class Held {
        @Parameters(index = "0", paramLabel = "DATASET")
        private String dataset = "";

        @Option(names = "--channel", required = true, paramLabel = "NAME", description = "In this channel.")
        private String channel = "";

        @Option(names = "--metric", paramLabel = "NAME", description = "Just this metric; may be given several times.")
        private List<String> metrics = List.of();
    }

    @Command(
            name = "pin",
            description = "Hold what a channel shows of a dataset, whatever runs succeed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph publication pin openacc --channel main --reason 'release review'"})
    int pin(@Mixin Common common, @Mixin By by, @Mixin Held held) {
        return hold(common, held, true, by.mover());
    }

    @Command(
            name = "unpin",
            description = "Let runs that succeed move again what a channel shows of a dataset.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph publication unpin openacc --channel main"})
    int unpin(@Mixin Common common, @Mixin By by, @Mixin Held held) {
        return hold(common, held, false, by.mover());
    }

    private int hold(Common common, Held held, boolean pinned, Mover mover) {
        return StackSession.with(common, console, stores -> {
            print(
                    common,
                    done(
                            stores,
                            mover,
                            (pinned ? "pin " : "unpin ") + held.dataset + " in " + held.channel,
                            moves(stores).pin(held.dataset, held.channel, held.metrics, pinned, mover)),
                    "");
            return ExitCodes.OK;
        });
    }

    /** Returns once readers see what moved. */
    private int moved(Common common, Stores stores, List<PublicationRow> moved, String nothing) {
        Mirror mirror = new Mirror(new PostgresMirrorLedger(stores.postgres()), stores.clickhouse());
        moved.stream().map(PublicationRow::runId).distinct().forEach(mirror::awaitMirrored);
        print(common, moved, nothing);
        return ExitCodes.OK;
    }

    private void print(Common common, List<PublicationRow> rows, String nothing) {
        if (common.json()) {
            console.json(rows.stream().map(PublicationCommand::view).toList());
        } else if (rows.isEmpty()) {
            console.print(nothing);
        } else {
            console.table(
                    List.of("METRIC", "DATASET", "CHANNEL", "RUN", "PINNED", "SINCE"),
                    rows.stream()
                            .map(row -> List.of(
                                    name(row) + " v" + row.major(),
                                    row.dataset(),
                                    row.channel(),
                                    row.runId(),
                                    row.pinned() ? "pinned" : "",
                                    Text.ago(row.publishedAt())))
                            .toList(),
                    "SINCE",
                    "PINNED");
        }
    }

    private static List<PublicationRow> done(Stores stores, Mover mover, String subject, List<PublicationRow> rows) {
        Audit.did(stores, mover.name(), "publication", subject, mover.reason());
        return rows;
    }

    private static PublicationMoves moves(Stores stores) {
        return new PublicationMoves(stores.postgres());
    }

    private static String name(PublicationRow row) {
        return new MetricName(row.namespace(), row.metric()).toString();
    }

    private static Map<String, Object> view(PublicationRow row) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("namespace", row.namespace());
        view.put("metric", row.metric());
        view.put("major", row.major());
        view.put("dataset", row.dataset());
        view.put("channel", row.channel());
        view.put("run_id", row.runId());
        view.put("pinned", row.pinned());
        view.put("published_at", row.publishedAt().toString());
        return view;
    }

    private static Map<String, @Nullable Object> view(PublicationMove move) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("moved_at", move.movedAt().toString());
        view.put("metric", move.metric());
        view.put("major", move.major());
        view.put("dataset", move.dataset());
        view.put("channel", move.channel());
        view.put("action", move.action());
        view.put("run_id", move.runId());
        view.put("previous_run_id", move.previous());
        view.put("moved_by", move.movedBy());
        view.put("reason", move.reason());
        return view;
    }
}
