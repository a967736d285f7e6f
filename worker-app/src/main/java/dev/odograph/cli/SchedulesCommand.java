package dev.odograph.cli;

import dev.odograph.activity.BundleReferences;
import dev.odograph.activity.RunPlanner;
import dev.odograph.contract.DatasetRef;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.RunSchedules;
import dev.odograph.worker.RunSchedules.Listed;
import dev.odograph.worker.RunSchedules.Timing;
import dev.odograph.worker.Stores;
import dev.odograph.worker.TemporalConnection;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "schedules",
        description = {
            "Start runs by the clock, or when recordings arrive. Temporal keeps schedules and shows them in its UI."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph schedules add nightly car_following fleet --cron '0 2 * * *' --time-zone Europe/Vienna",
            "          odograph schedules add drives car_following fleet --on-arrival --settle 10m",
            "          odograph schedules backfill nightly --from 2026-11-01 --to 2026-11-08"
        })
final class SchedulesCommand {
    private final Console console;

    SchedulesCommand(Console console) {
        this.console = console;
    }

    /** When runs begin. */
    static final class When {
        @Option(names = "--cron", paramLabel = "FIELDS", description = "By five fields of cron, such as '0 2 * * *'.")
        private @Nullable String cron;

        @Option(
                names = "--every",
                paramLabel = "TIME",
                description = "Every 30m, 6h, 1d; how often --on-arrival looks (5m).")
        private @Nullable String every;

        @Option(names = "--on-arrival", description = "When the dataset has a new version.")
        private boolean arrival;

        @Option(
                names = "--settle",
                paramLabel = "TIME",
                description = "With --on-arrival: once a version is so old that nothing more arrives (default: 10m).")
        private @Nullable String settle;

        @Option(
                names = "--time-zone",
                paramLabel = "ZONE",
                description = "Of --cron, such as Europe/Vienna (default: UTC).")
        private String zone = "UTC";

        @Option(
                names = "--overlap",
                paramLabel = "POLICY",
                description = "While the run before goes on: skip, wait, cancel it, or allow both (default: skip).")
        private String overlap = "skip";

        @Option(
                names = "--catch-up",
                paramLabel = "TIME",
                description = "Make up for starts that were missed so long ago at most (default: 1d).")
        private String catchUp = "1d";

        private Timing timing() {
            int given = (cron == null ? 0 : 1) + (every == null || arrival ? 0 : 1) + (arrival ? 1 : 0);
            if (given != 1) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        given == 0
                                ? "Nothing says when runs begin: give --cron, --every or --on-arrival"
                                : "--cron, --every and --on-arrival exclude each other: give one of them");
            }
            if (settle != null && !arrival) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID, "--settle is given without --on-arrival: leave it out");
            }
            return new Timing(
                    cron,
                    cron != null ? null : Times.parse("--every", every == null ? "5m" : every),
                    zone(),
                    overlap(),
                    Times.parse("--catch-up", catchUp));
        }

        private String zone() {
            try {
                return ZoneId.of(zone).getId();
            } catch (DateTimeException e) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "--time-zone is \"" + zone + "\": give a name such as Europe/Vienna or UTC",
                        e);
            }
        }

        private ScheduleOverlapPolicy overlap() {
            return switch (overlap) {
                case "skip" -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
                case "wait" -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
                case "cancel" -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER;
                case "allow" -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
                default ->
                    throw new OdographException(
                            ErrorCode.ARGUMENT_INVALID,
                            "--overlap is \"" + overlap + "\": choose one of skip, wait, cancel, allow");
            };
        }
    }

    @Command(
            name = "add",
            description = {
                "Make a schedule. By the clock, its runs are called NAME-TIME; on arrival, NAME-DATASET-vVERSION.",
                "They take the newest merged code and the dataset's newest version when they begin."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules add nightly car_following fleet --cron '0 2 * * *'"})
    int add(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1", paramLabel = "GRAPH", description = "Name of the graph.") String graph,
            @Parameters(index = "2", paramLabel = "DATASET", description = "Name of the dataset, or name@version.")
                    String dataset,
            @Mixin When when,
            @Option(names = "--purpose", description = "adhoc, ci, backfill or production (default: production).")
                    @Nullable
                    String purpose,
            @Option(
                            names = "--param",
                            paramLabel = "NAME=VALUE",
                            description = "Value of a graph parameter; may be repeated.")
                    @Nullable
                    Map<String, Object> parameters,
            @Option(
                            names = "--bundle",
                            paramLabel = "REF",
                            description = "Code by digest or branch (default: merged code).")
                    @Nullable
                    String bundle) {
        Timing timing = when.timing();
        Duration settle = Times.parse("--settle", when.settle == null ? "10m" : when.settle);
        RunInput input = new RunInput(
                graph,
                null,
                bundle,
                dataset,
                parameters == null ? Map.of() : new TreeMap<>(parameters),
                Purpose.parse(purpose == null ? "production" : purpose),
                null,
                null,
                null);
        if (when.arrival && dataset.contains("@")) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Dataset " + dataset
                            + " names a version, and --on-arrival waits for new ones: leave the version out");
        }
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            requireThere(stores, session, input);
            RunSchedules schedules = new RunSchedules(temporal.client());
            if (when.arrival) {
                schedules.onArrival(name, input, settle, timing);
            } else {
                schedules.byClock(name, input, timing);
            }
            Audit.did(stores, null, "schedules add", name, null);
        }
        return said(common, name, "Schedule " + name + " is made. See: ./odograph schedules list");
    }

    /** What is wrong by a slip is better said now than at night. */
    private void requireThere(Stores stores, StackSession session, RunInput input) {
        BundleReferences references = CodeOptions.references(stores, session);
        RunPlanner.requireOwner(
                GraphCommand.graph(
                        references.resolve(input.bundle(), input.graph()).bundle(), input.graph()),
                input.purpose());
        var unused = stores.datasets().load(DatasetRef.parse(input.dataset()));
    }

    @Command(
            name = "list",
            description = "List schedules, when they start something next, and what they started last.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules list"})
    int list(@Mixin Common common) {
        StackSession session = StackSession.open(common, console);
        try (TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            List<Listed> all = new RunSchedules(temporal.client()).list();
            if (common.json()) {
                console.json(all.stream().map(SchedulesCommand::view).toList());
            } else if (all.isEmpty()) {
                console.print("No schedule. Make one: ./odograph schedules add NAME GRAPH DATASET --cron '0 2 * * *'");
            } else {
                console.table(
                        List.of("NAME", "STARTS", "STATE", "NEXT", "LATEST"),
                        all.stream()
                                .map(one -> List.of(
                                        one.name(),
                                        one.what().equals("ArrivalWatch") ? "on arrival" : "by the clock",
                                        one.paused()
                                                ? "paused" + (one.note().isBlank() ? "" : ": " + one.note())
                                                : "active",
                                        one.next() == null ? "" : one.next().toString(),
                                        one.latest() == null ? "" : one.latest()))
                                .toList(),
                        "LATEST");
            }
            return ExitCodes.OK;
        }
    }

    @Command(
            name = "pause",
            description = "Start nothing more until it is resumed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules pause nightly --reason 'the disk is being replaced'"})
    int pause(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the list.") @Nullable
                    String reason) {
        return change(
                common, name, "pause", "is paused", schedules -> schedules.pause(name, reason == null ? "" : reason));
    }

    @Command(
            name = "resume",
            description = "Go on.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules resume nightly"})
    int resume(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return change(common, name, "resume", "goes on", schedules -> schedules.resume(name));
    }

    @Command(
            name = "trigger",
            description = "Start one now, whatever the time is.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules trigger nightly"})
    int trigger(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return change(common, name, "trigger", "starts one now", schedules -> schedules.trigger(name));
    }

    @Command(
            name = "backfill",
            description = "Start all that it would have started in a time that is over, one after another.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules backfill nightly --from 2026-11-01 --to 2026-11-08"})
    int backfill(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "TIME",
                            description = "A day, or a time as 2026-11-01T02:00:00Z.")
                    String from,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "TIME",
                            description = "Up to that day's begin, or that time.")
                    String to) {
        Instant begin = instant("--from", from);
        Instant end = instant("--to", to);
        return change(
                common, name, "backfill", "makes up for that time", schedules -> schedules.backfill(name, begin, end));
    }

    @Command(
            name = "remove",
            description = "Delete a schedule. Runs that it started stay.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph schedules remove nightly"})
    int remove(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return change(common, name, "remove", "is removed", schedules -> schedules.remove(name));
    }

    private int change(Common common, String name, String action, String said, Consumer<RunSchedules> work) {
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2);
                TemporalConnection temporal = TemporalConnection.open(session.endpoints())) {
            work.accept(new RunSchedules(temporal.client()));
            Audit.did(stores, null, "schedules " + action, name, null);
        }
        return said(common, name, "Schedule " + name + " " + said + ".");
    }

    private int said(Common common, String name, String words) {
        if (common.json()) {
            console.json(Map.of("schedule", name, "message", words));
        } else {
            console.print(words);
        }
        return ExitCodes.OK;
    }

    private static Instant instant(String option, String text) {
        try {
            return text.length() == "2026-11-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    option + " is \"" + text + "\": give a day as 2026-11-01, or a time as 2026-11-01T02:00:00Z",
                    e);
        }
    }

    private static Map<String, @Nullable Object> view(Listed one) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", one.name());
        view.put("starts", one.what());
        view.put("paused", one.paused());
        view.put("note", one.note());
        view.put("next", one.next() == null ? null : one.next().toString());
        view.put("latest", one.latest());
        return view;
    }
}
