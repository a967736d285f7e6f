package dev.odograph.activity;

import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import java.util.Locale;

/** A run's end in a few lines of Markdown: what its metrics stand on, and what failed and why. */
final class Summary {
    private static final int MESSAGE = 400;
    private static final int GROUPS = 20;

    private Summary() {}

    static String of(RunReport report) {
        StringBuilder text = new StringBuilder();
        if (!report.failures().isEmpty()) {
            text.append("Failed:\n");
            report.failures().stream().limit(GROUPS).forEach(group -> text.append(line(group)));
            text.append('\n');
        }
        for (RunReport.WaiverGroup waiver : report.waivers()) {
            text.append(String.format(
                    Locale.ROOT,
                    "Without %d segments (%.1f km), waived by %s: %s\n",
                    waiver.segments(),
                    waiver.distanceM() / 1000,
                    waiver.by(),
                    waiver.reason()));
        }
        if (!report.waivers().isEmpty()) {
            text.append('\n');
        }
        text.append("Metrics stand on:\n");
        for (MetricCoverage coverage : report.coverage()) {
            text.append(String.format(
                    Locale.ROOT,
                    "- `%s` %s: %d of %d segments, %.1f of %.1f km, %.2f of %.2f hours\n",
                    coverage.metric(),
                    coverage.version(),
                    coverage.done().segments(),
                    coverage.planned().segments(),
                    coverage.done().kilometres(),
                    coverage.planned().kilometres(),
                    coverage.done().hours(),
                    coverage.planned().hours()));
        }
        return text.toString();
    }

    private static String line(FailureGroup group) {
        String message = group.message().replace('\n', ' ');
        String where = group.segmentId() != null
                ? "segment `" + group.segmentId() + "`"
                : group.partition() < 0 ? "over all partitions" : "partition " + (group.partition() + 1);
        return "- **" + group.code() + "** in stage `" + group.name() + "`, "
                + (group.count() == 1 ? "" : group.count() + " partitions, first ") + where + ": "
                + (message.length() > MESSAGE ? message.substring(0, MESSAGE) + "…" : message) + "\n";
    }
}
