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
        StringBuilder text = new StringBuilder("| metric | segments | km | hours |\n|---|---|---|---|\n");
        for (MetricCoverage coverage : report.coverage()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s %s | %d of %d | %.1f of %.1f | %.2f of %.2f |%n",
                    coverage.metric(),
                    coverage.version(),
                    coverage.done().segments(),
                    coverage.planned().segments(),
                    coverage.done().kilometres(),
                    coverage.planned().kilometres(),
                    coverage.done().hours(),
                    coverage.planned().hours()));
        }
        if (!report.failures().isEmpty()) {
            text.append("\n| stage | partitions | code | first of them |\n|---|---|---|---|\n");
            report.failures().stream().limit(GROUPS).forEach(group -> text.append(row(group)));
        }
        return text.toString();
    }

    private static String row(FailureGroup group) {
        String message = group.message().replace('\n', ' ').replace("|", "\\|");
        String where = group.segmentId() == null ? "partition " + group.partition() : "segment " + group.segmentId();
        return "| " + group.name() + " | " + group.count() + " | " + group.code() + " | " + where + ": "
                + (message.length() > MESSAGE ? message.substring(0, MESSAGE) + "…" : message) + " |\n";
    }
}
