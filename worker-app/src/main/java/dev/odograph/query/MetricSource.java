package dev.odograph.query;

import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows answer a question about a metric.
 *
 * @param record the run
 * @param spec the metric in the run's graph
 * @param channel the channel that was asked for
 * @param pinned whether the run was asked for by its id
 * @param now what the channel shows of the run's dataset now; null for nothing
 * @param publications what all channels show of the metric, the newest first
 */
record MetricSource(
        RunRecord record,
        MetricSpec spec,
        String channel,
        boolean pinned,
        @Nullable PublicationRow now,
        List<PublicationRow> publications) {
    MetricSource {
        publications = List.copyOf(publications);
    }

    NewRun run() {
        return record.plan();
    }

    TableSchema schema() {
        return run().spec().step(spec.step()).orElseThrow().output();
    }

    String table() {
        return run().table(spec).name();
    }

    /** The run that the channel shows instead of the one that was pinned; null where it shows that one, or nothing. */
    @Nullable
    String other() {
        return pinned && now != null && !now.runId().equals(record.runId()) ? now.runId() : null;
    }
}
