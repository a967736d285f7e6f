package dev.odograph.cli;

import dev.odograph.query.MomentReview;
import dev.odograph.review.MomentEntry;
import dev.odograph.review.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moments and what was said of them, as commands print them. */
final class MomentsView {
    private final Console console;

    MomentsView(Console console) {
        this.console = console;
    }

    /** Prints moments of a run, of which {@code rows} were asked for and at most so many are printed. */
    void print(
            String metric,
            MomentReview review,
            List<MomentReview.Row> rows,
            int most,
            List<MomentReview.OfVersion> versions) {
        console.say(metric + " " + review.version() + " of run " + review.runId() + ", dataset "
                + review.key().dataset());
        console.table(
                List.of("MOMENT", "SECONDS", "STATE", "ASSIGNEE"),
                rows.stream()
                        .limit(most)
                        .map(row -> List.of(
                                row.reference(),
                                Text.number((row.moment().endMs() - row.moment().startMs()) / 1e3, 1),
                                row.state().word() + (row.shared() ? " (split)" : ""),
                                row.assignee() == null ? "" : row.assignee()))
                        .toList(),
                "ASSIGNEE");
        if (rows.size() > most) {
            console.print("… and " + Text.number(rows.size() - most) + " more: --limit");
        }
        if (!review.gone().isEmpty()) {
            console.print("");
            console.print("Judged before and not in this run: "
                    + String.join(
                            ", ",
                            review.gone().stream()
                                    .limit(5)
                                    .map(one -> one.moment().reference() + " ("
                                            + one.state().word() + ")")
                                    .toList())
                    + (review.gone().size() > 5
                            ? " and " + Text.number(review.gone().size() - 5) + " more"
                            : ""));
        }
        console.print("");
        console.table(
                List.of("VERSION", "RUN", "MOMENTS", "JUDGED", "RIGHT", "95 % INTERVAL"),
                versions.stream().map(MomentsView::row).toList(),
                "RUN");
    }

    /** Prints one moment and its history. */
    void print(MomentReview review, MomentReview.Row row, List<MomentEntry> history) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("moment", row.reference());
        facts.put("state", row.state().word());
        facts.put("assignee", row.assignee() == null ? "" : row.assignee());
        facts.put("run", review.runId());
        console.facts(facts);
        console.print("");
        if (history.isEmpty()) {
            console.print("No one has said anything of it.");
            return;
        }
        console.table(
                List.of("WHEN", "BY", "STATE", "ASSIGNEE", "VERSION", "SAID"),
                history.stream()
                        .map(entry -> List.of(
                                Text.ago(entry.at()),
                                entry.by(),
                                entry.state() == null ? "" : entry.state().word(),
                                entry.assignee() == null ? "" : entry.assignee(),
                                entry.version(),
                                entry.text() == null ? "" : entry.text()))
                        .toList(),
                "VERSION",
                "ASSIGNEE");
    }

    /** The same for programs. */
    static Map<String, Object> json(
            String metric,
            MomentReview review,
            List<MomentReview.Row> rows,
            int most,
            List<MomentReview.OfVersion> versions) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("metric", metric);
        view.put("run_id", review.runId());
        view.put("version", review.version());
        view.put("dataset", review.key().dataset());
        view.put("moments", rows.stream().limit(most).map(MomentsView::json).toList());
        view.put("more", Math.max(0, rows.size() - most));
        view.put(
                "gone",
                review.gone().stream()
                        .map(one -> Map.of(
                                "moment",
                                one.moment().reference(),
                                "state",
                                one.state().word()))
                        .toList());
        view.put("versions", versions.stream().map(MomentsView::json).toList());
        return view;
    }

    static Map<String, Object> json(MomentReview.Row row) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("moment", row.reference());
        view.put("segment_id", row.moment().segmentId());
        view.put("subject", row.moment().subject());
        view.put("start_ms", row.moment().startMs());
        view.put("end_ms", row.moment().endMs());
        view.put("state", row.state().word());
        view.put("assignee", row.assignee());
        return view;
    }

    private static Map<String, Object> json(MomentReview.OfVersion one) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("version", one.version());
        view.put("run_id", one.runId());
        view.put("moments", one.moments());
        view.put("right", one.precision().right());
        view.put("wrong", one.precision().wrong());
        view.put(
                "precision",
                Double.isNaN(one.precision().value()) ? null : one.precision().value());
        view.put("low", one.precision().low());
        view.put("high", one.precision().high());
        return view;
    }

    private static List<String> row(MomentReview.OfVersion one) {
        Precision found = one.precision();
        long judged = found.right() + found.wrong();
        return List.of(
                one.version(),
                one.runId(),
                Text.number(one.moments()),
                Text.number(judged),
                judged == 0 ? "" : Text.number(found.value() * 100, 0) + " %",
                judged == 0
                        ? ""
                        : Text.number(found.low() * 100, 0) + " … " + Text.number(found.high() * 100, 0) + " %");
    }
}
