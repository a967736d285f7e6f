package dev.odograph.cli;

import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.Segment;
import dev.odograph.dataset.Span;
import dev.odograph.dataset.SpanTable;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.MomentReview;
import dev.odograph.query.MomentReviews;
import dev.odograph.review.Judged;
import dev.odograph.review.MomentBook;
import dev.odograph.review.MomentEntry;
import dev.odograph.review.MomentState;
import dev.odograph.worker.Stores;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "moments",
        description = {
            "Review moments, the rows of an event metric: say of each whether it is right.",
            "What is said follows a moment from run to run, and gives the metric's precision."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph moments list hard_brake --dataset fleet --state new",
            "          odograph moments mark hard_brake drive_1@12300 false_positive --comment 'speed bump'"
        })
final class MomentsCommand {
    private final Console console;

    MomentsCommand(Console console) {
        this.console = console;
    }

    /** Which run's moments. */
    static final class Where {
        @Option(names = "--dataset", paramLabel = "NAME", description = "Of this dataset.")
        private @Nullable String dataset;

        @Option(
                names = "--channel",
                paramLabel = "NAME",
                description = "What this channel publishes (default: latest; of branch code, its branch).")
        private @Nullable String channel;

        @Option(names = "--run", paramLabel = "ID", description = "Of this run.")
        private @Nullable String run;

        MomentReview review(MomentReviews reviews, String metric) {
            if (run != null && (dataset != null || channel != null)) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "--run names a run, which has a dataset: leave out --channel and --dataset");
            }
            return run != null ? reviews.ofRun(metric, run) : reviews.ofChannel(metric, dataset, channel);
        }
    }

    /** Who says it. */
    static final class By {
        @Option(names = "--by", paramLabel = "NAME", description = "Who says so (default: your user name).")
        private @Nullable String by;

        String name() {
            return by == null || by.isBlank() ? Audit.user() : by;
        }
    }

    @Command(
            name = "list",
            description = "List moments with their states, and how often the judged ones are right.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph moments list hard_brake --state confirmed"})
    int list(
            @Mixin Common common,
            @Mixin Where where,
            @Parameters(paramLabel = "METRIC") String metric,
            @Option(names = "--state", paramLabel = "STATE", description = "new, confirmed, false_positive or fixed.")
                    @Nullable
                    String state,
            @Option(names = "--assignee", paramLabel = "NAME", description = "Only those given to this one.") @Nullable
                    String assignee,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        MomentState wanted = state == null ? null : MomentState.parse(state);
        int most = Checks.atLeast(1, "--limit", limit);
        return StackSession.with(common, console, stores -> {
            MomentReviews reviews = reviews(stores);
            MomentReview review = where.review(reviews, metric);
            List<MomentReview.Row> rows = review.moments().stream()
                    .filter(row -> wanted == null || row.state() == wanted)
                    .filter(row -> assignee == null || assignee.equals(row.assignee()))
                    .toList();
            List<MomentReview.OfVersion> versions = reviews.versions(review);
            if (common.json()) {
                console.json(MomentsView.json(metric, review, rows, most, versions));
            } else {
                new MomentsView(console).print(metric, review, rows, most, versions);
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "show",
            description = "Show a moment and what was said of it.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph moments show hard_brake drive_1@12300"})
    int show(
            @Mixin Common common,
            @Mixin Where where,
            @Parameters(index = "0", paramLabel = "METRIC") String metric,
            @Parameters(index = "1", paramLabel = "MOMENT", description = "SEGMENT@START_MS.") String moment) {
        return StackSession.with(common, console, stores -> {
            MomentReview review = where.review(reviews(stores), metric);
            MomentReview.Row row = MomentReviews.find(review, moment);
            Judged judged = row.judged();
            List<MomentEntry> history =
                    judged == null ? List.of() : new MomentBook(stores.postgres()).history(judged.momentId());
            if (common.json()) {
                Map<String, Object> view = MomentsView.json(row);
                view.put("history", history);
                console.json(view);
                return ExitCodes.OK;
            }
            new MomentsView(console).print(review, row, history);
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "mark",
            description = "Set the state of a moment: new, confirmed, false_positive or fixed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph moments mark hard_brake drive_1@12300 confirmed --assignee anna"})
    int mark(
            @Mixin Common common,
            @Mixin Where where,
            @Mixin By by,
            @Parameters(index = "0", paramLabel = "METRIC") String metric,
            @Parameters(index = "1", paramLabel = "MOMENT", description = "SEGMENT@START_MS.") String moment,
            @Parameters(index = "2", paramLabel = "STATE") String state,
            @Option(names = "--assignee", paramLabel = "NAME", description = "Who looks after it.") @Nullable
                    String assignee,
            @Option(names = "--comment", paramLabel = "TEXT", description = "Why.") @Nullable String comment) {
        return record(common, where, by, metric, moment, MomentState.parse(state), assignee, comment);
    }

    @Command(
            name = "comment",
            description = "Say something of a moment.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph moments comment hard_brake drive_1@12300 'see ticket 4711'"})
    int comment(
            @Mixin Common common,
            @Mixin Where where,
            @Mixin By by,
            @Parameters(index = "0", paramLabel = "METRIC") String metric,
            @Parameters(index = "1", paramLabel = "MOMENT", description = "SEGMENT@START_MS.") String moment,
            @Parameters(index = "2", paramLabel = "TEXT") String text) {
        return record(common, where, by, metric, moment, null, null, text);
    }

    @Command(
            name = "export",
            description = {
                "Make a dataset of the recordings that have moments of a state, with the moments as spans, for CI.",
                "Given again, it gains what is new."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph moments export hard_brake --dataset fleet --to ci/hard_brakes"})
    int export(
            @Mixin Common common,
            @Mixin Where where,
            @Parameters(paramLabel = "METRIC") String metric,
            @Option(names = "--to", required = true, paramLabel = "DATASET", description = "Dataset to make.")
                    String to,
            @Option(names = "--state", defaultValue = "confirmed", description = "Of this state (default: confirmed).")
                    String state) {
        MomentState wanted = MomentState.parse(state);
        DatasetName name = DatasetName.of(to);
        return StackSession.with(common, console, stores -> {
            MomentReview review = where.review(reviews(stores), metric);
            List<MomentReview.Row> rows = review.moments().stream()
                    .filter(row -> row.state() == wanted)
                    .toList();
            if (rows.isEmpty()) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Run \"" + review.runId() + "\" has no " + wanted.word() + " moment of " + metric
                                + ": mark some first, or choose another --state");
            }
            Dataset from =
                    stores.datasets().load(DatasetName.of(review.key().dataset()), (int) review.datasetVersion());
            List<Segment> segments = stores.datasets()
                    .load(
                            from.datasetId(),
                            from.version(),
                            rows.stream()
                                    .map(row -> row.moment().segmentId())
                                    .distinct()
                                    .toList());
            Dataset made = stores.datasets().derive(name, segments);
            List<Span> spans = new Corrections(DSL.using(stores.pool(), SQLDialect.POSTGRES))
                    .addSpans(
                            made,
                            rows.stream()
                                    .map(MomentReview.Row::moment)
                                    .map(one -> new SpanTable.Row(
                                            one.segmentId(),
                                            one.startMs(),
                                            one.endMs(),
                                            review.key().metric()))
                                    .distinct()
                                    .toList());
            if (common.json()) {
                Map<String, Object> view = new LinkedHashMap<>();
                view.put("dataset", made.name().toString());
                view.put("version", made.version());
                view.put("segments", segments.size());
                view.put("moments", rows.size());
                view.put("new_spans", spans.size());
                console.json(view);
            } else {
                console.print(made.name() + "@" + made.version() + ": " + Text.number(rows.size()) + " moments in "
                        + Text.number(segments.size()) + " recordings, " + Text.number(spans.size())
                        + " of them new spans");
            }
            return ExitCodes.OK;
        });
    }

    private int record(
            Common common,
            Where where,
            By by,
            String metric,
            String moment,
            @Nullable MomentState state,
            @Nullable String assignee,
            @Nullable String text) {
        return StackSession.with(common, console, stores -> {
            MomentReview review = where.review(reviews(stores), metric);
            MomentReview.Row row = MomentReviews.find(review, moment);
            Judged judged = new MomentBook(stores.postgres())
                    .record(
                            review.key(),
                            row.moment(),
                            row.judged(),
                            row.shared(),
                            new MomentEntry(
                                    review.runId(), review.version(), state, assignee, text, by.name(), Instant.now()));
            if (common.json()) {
                Map<String, Object> view = new LinkedHashMap<>();
                view.put("moment", judged.moment().reference());
                view.put("state", judged.state().word());
                view.put("assignee", judged.assignee());
                console.json(view);
            } else {
                console.print(judged.moment().reference() + ": "
                        + judged.state().word() + (judged.assignee() == null ? "" : ", " + judged.assignee()));
            }
            return ExitCodes.OK;
        });
    }

    private static MomentReviews reviews(Stores stores) {
        return new MomentReviews(stores.postgres(), stores.clickhouse());
    }
}
