package dev.odograph.cli;

import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.FailureGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Commands that show a failure again on this machine, without any server. */
final class Reproduction {
    private Reproduction() {}

    /** By the segment that a cause was met at first; none for a cause that names no segment. */
    static Map<String, String> of(DatasetStore datasets, RunReport report) {
        Map<String, String> commands = new LinkedHashMap<>();
        for (FailureGroup failure : report.failures()) {
            String segmentId = failure.segmentId();
            if (segmentId == null) {
                continue;
            }
            try {
                Segment segment = datasets.load(
                                report.run().plan().datasetId(),
                                Math.toIntExact(report.run().plan().datasetVersion()),
                                List.of(segmentId))
                        .getFirst();
                StringBuilder command = new StringBuilder(
                        "./odograph run " + report.run().plan().spec().name() + " --local");
                new TreeMap<>(segment.paths())
                        .forEach((table, path) ->
                                command.append(' ').append(quoted(table.equals("main") ? path : table + "=" + path)));
                report.run()
                        .plan()
                        .parameters()
                        .forEach((name, value) -> command.append(" --param ").append(quoted(name + "=" + value)));
                commands.put(segmentId, command.toString());
            } catch (OdographException unknown) {
                // A segment that is gone cannot be shown again; the cause says so itself.
                commands.remove(segmentId);
            }
        }
        return commands;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
