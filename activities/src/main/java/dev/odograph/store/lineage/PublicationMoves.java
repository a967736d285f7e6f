package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION_LOG;
import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.PublicationLogRecord;
import dev.odograph.schema.postgres.generated.tables.records.PublicationRecord;
import dev.odograph.spec.MetricSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Moves by hand what channels publish. Each call is one transaction over all metrics that it names: they move together or
 * not at all. Readers of ClickHouse see it once the mirror is drained. Thread-safe.
 */
public final class PublicationMoves {
    private static final Pattern CHANNEL = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    private final Postgres postgres;

    public PublicationMoves(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Publishes a run in a channel, which comes to be by this where it is new.
     *
     * @param metrics these metrics of the run; all of them where empty
     * @return the pointers that moved; none where readers see the run already
     * @throws OdographException RUN_NOT_FOUND; PUBLICATION_REFUSED where the run did not succeed or a pointer is pinned;
     *     METRIC_NOT_FOUND where the run does not store a metric; NAME_INVALID for a channel's name
     */
    public List<PublicationRow> publish(String runId, String channel, Collection<String> metrics, Mover mover) {
        requireName(channel);
        return postgres.transact("publishing run \"" + runId + "\" in channel \"" + channel + "\"", tx -> {
            RunRows.lock(tx, runId);
            RunRecord run = RunRows.load(tx, runId);
            if (run.status() != RunStatus.SUCCEEDED) {
                throw refused("Run \"" + runId + "\" is " + run.status() + "; only a run that SUCCEEDED is published."
                        + " ./odograph runs show " + runId + " says what it lacks");
            }
            if (run.plan().branch() != null) {
                throw refused(
                        "Run \"" + runId + "\" is of branch \"" + run.plan().branch() + "\", and channels show"
                                + " merged code only: merge it, push it to the protected branch, and run that");
            }
            if (run.plan().sample() != null) {
                throw refused("Run \"" + runId + "\" is of a sample of dataset "
                        + run.plan().dataset() + " ("
                        + run.plan().sample().words() + "), and channels show whole datasets: run the graph without"
                        + " --sample and publish that");
            }
            List<MetricSpec> all = Publications.metrics(StageRows.of(tx, runId));
            List<PublicationRow> moved = new ArrayList<>();
            for (MetricSpec metric : chosen(runId, all, metrics)) {
                PublicationPointer pointer = new PublicationPointer(
                        run.plan().spec().namespace(), metric.name(), run.plan().dataset(), channel);
                PublicationRecord now = pointer.lock(tx).orElse(null);
                if (now != null && now.getRunId().equals(runId)) {
                    continue;
                }
                requireFree(now);
                moved.add(pointer.move(tx, "publish", metric.version().major(), runId, mover));
            }
            return List.copyOf(moved);
        });
    }

    /**
     * Takes a run out of a channel: each metric that the channel shows of it goes back to what it showed before, or, where
     * that run was deleted since, to the newest before it that is still there.
     *
     * @return the pointers that moved
     * @throws OdographException PUBLICATION_REFUSED where the channel does not show the run, a pointer is pinned, or a
     *     metric has nothing to go back to
     */
    public List<PublicationRow> rollBack(String runId, String channel, Mover mover) {
        return postgres.transact("taking run \"" + runId + "\" out of channel \"" + channel + "\"", tx -> {
            List<PublicationRecord> shown = tx.selectFrom(PUBLICATION)
                    .where(PUBLICATION.RUN_ID.eq(runId), PUBLICATION.CHANNEL.eq(channel))
                    .orderBy(PUBLICATION.METRIC)
                    .forUpdate()
                    .fetch();
            if (shown.isEmpty()) {
                throw refused("Channel \"" + channel + "\" shows nothing of run \"" + runId + "\""
                        + channelsOf(tx, runId) + ": ./odograph publication list says what channels show");
            }
            List<PublicationLogRecord> targets = new ArrayList<>();
            List<String> without = new ArrayList<>();
            for (PublicationRecord row : shown) {
                requireFree(row);
                PublicationLogRecord before = before(tx, row);
                if (before == null) {
                    without.add(row.getMetric());
                } else {
                    targets.add(before);
                }
            }
            if (!without.isEmpty()) {
                throw refused("Nothing was changed: channel \"" + channel + "\" showed nothing before run \"" + runId
                        + "\" that is still there of " + String.join(", ", without)
                        + ". Publish another run instead: ./odograph publication publish RUN --channel " + channel);
            }
            return targets.stream()
                    .map(to -> pointer(to).move(tx, "rollback", to.getMajor(), to.getRunId(), mover))
                    .toList();
        });
    }

    /**
     * Holds what a channel shows of a dataset where it is, whatever runs succeed; or lets them move it again.
     *
     * @param metrics these metrics; all that the channel shows of the dataset where empty
     * @return the pointers, as they are now; those that were so already are among them
     * @throws OdographException METRIC_NOT_FOUND where the channel shows nothing of the dataset, or not that metric
     */
    public List<PublicationRow> pin(
            String dataset, String channel, Collection<String> metrics, boolean pinned, Mover mover) {
        return postgres.transact((pinned ? "pinning" : "unpinning") + " channel \"" + channel + "\"", tx -> {
            List<PublicationRecord> rows = tx.selectFrom(PUBLICATION)
                    .where(PUBLICATION.DATASET.eq(dataset), PUBLICATION.CHANNEL.eq(channel))
                    .orderBy(PUBLICATION.METRIC)
                    .forUpdate()
                    .fetch();
            List<String> unknown = metrics.stream()
                    .filter(name ->
                            rows.stream().noneMatch(row -> row.getMetric().equals(name)))
                    .sorted()
                    .toList();
            if (rows.isEmpty() || !unknown.isEmpty()) {
                throw new OdographException(
                        ErrorCode.METRIC_NOT_FOUND,
                        "Channel \"" + channel + "\" shows "
                                + (rows.isEmpty() ? "nothing" : "no " + String.join(", ", unknown)) + " of dataset \""
                                + dataset + "\": ./odograph publication list says what channels show");
            }
            List<PublicationRow> held = new ArrayList<>();
            for (PublicationRecord row : rows) {
                if (metrics.isEmpty() || metrics.contains(row.getMetric())) {
                    boolean unused = pointer(row).pin(tx, row, pinned, mover);
                    row.setPinned(pinned);
                    held.add(Publications.read(row));
                }
            }
            return List.copyOf(held);
        });
    }

    /** What channels show, by dataset, channel and metric; of one dataset and channel unless those are null. */
    public List<PublicationRow> list(@Nullable String dataset, @Nullable String channel) {
        return postgres.query(
                "listing publications",
                db -> db.selectFrom(PUBLICATION)
                        .where(dataset == null ? noCondition() : PUBLICATION.DATASET.eq(dataset))
                        .and(channel == null ? noCondition() : PUBLICATION.CHANNEL.eq(channel))
                        .orderBy(PUBLICATION.DATASET, PUBLICATION.CHANNEL, PUBLICATION.NAMESPACE, PUBLICATION.METRIC)
                        .fetch(Publications::read));
    }

    /** How a metric's pointers moved, the newest first. */
    public List<PublicationMove> history(
            String namespace, String metric, @Nullable String dataset, @Nullable String channel, int limit) {
        return postgres.query(
                "reading how metric \"" + metric + "\" was published",
                db -> db.selectFrom(PUBLICATION_LOG)
                        .where(PUBLICATION_LOG.NAMESPACE.eq(namespace), PUBLICATION_LOG.METRIC.eq(metric))
                        .and(dataset == null ? noCondition() : PUBLICATION_LOG.DATASET.eq(dataset))
                        .and(channel == null ? noCondition() : PUBLICATION_LOG.CHANNEL.eq(channel))
                        .orderBy(PUBLICATION_LOG.REVISION.desc())
                        .limit(limit)
                        .fetch(PublicationMoves::read));
    }

    /** The newest entry before the one by which a pointer last came forward to its run, whose run is still there. */
    private static @Nullable PublicationLogRecord before(DSLContext tx, PublicationRecord row) {
        PublicationPointer pointer = pointer(row);
        List<PublicationLogRecord> earlier = tx.selectFrom(PUBLICATION_LOG)
                .where(pointer.logged())
                .and(PUBLICATION_LOG.RUN_ID.ne(row.getRunId()))
                .and(PUBLICATION_LOG.REVISION.lt(select(max(PUBLICATION_LOG.REVISION))
                        .from(PUBLICATION_LOG)
                        .where(pointer.logged())
                        .and(PUBLICATION_LOG.RUN_ID.eq(row.getRunId()))
                        .and(PUBLICATION_LOG.ACTION.in("run", "publish"))))
                .orderBy(PUBLICATION_LOG.REVISION.desc())
                .fetch();
        for (PublicationLogRecord entry : earlier) {
            boolean there = tx.select(RUN.RUN_ID)
                    .from(RUN)
                    .where(RUN.RUN_ID.eq(entry.getRunId()), RUN.STATUS.eq(RunStatus.SUCCEEDED.name()))
                    .forNoKeyUpdate()
                    .fetchOptional()
                    .isPresent();
            if (there) {
                return entry;
            }
        }
        return null;
    }

    private static List<MetricSpec> chosen(String runId, List<MetricSpec> all, Collection<String> metrics) {
        List<String> names = all.stream().map(MetricSpec::name).toList();
        List<String> unknown = metrics.stream()
                .filter(name -> !names.contains(name))
                .sorted(Comparator.naturalOrder())
                .toList();
        if (!unknown.isEmpty()) {
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Run \"" + runId + "\" stores no " + String.join(", ", unknown) + ": it stores "
                            + String.join(", ", names));
        }
        return all.stream()
                .filter(metric -> metrics.isEmpty() || metrics.contains(metric.name()))
                .toList();
    }

    private static void requireFree(@Nullable PublicationRecord row) {
        if (row != null && row.getPinned()) {
            throw refused(
                    "Metric " + row.getMetric() + " of dataset \"" + row.getDataset() + "\" is pinned in channel \""
                            + row.getChannel() + "\" to run \"" + row.getRunId() + "\"; nothing was changed. First:"
                            + " ./odograph publication unpin " + row.getDataset() + " --channel " + row.getChannel());
        }
    }

    private static String channelsOf(DSLContext tx, String runId) {
        List<String> channels = tx.selectDistinct(PUBLICATION.CHANNEL)
                .from(PUBLICATION)
                .where(PUBLICATION.RUN_ID.eq(runId))
                .orderBy(PUBLICATION.CHANNEL)
                .fetch(PUBLICATION.CHANNEL);
        return channels.isEmpty() ? "" : " (" + String.join(", ", channels) + " does)";
    }

    private static void requireName(String channel) {
        if (!CHANNEL.matcher(channel).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Channel \"" + channel
                            + "\" is no name: use at most 64 of a-z, 0-9, _ . -, beginning with a letter or"
                            + " digit, such as weekly");
        }
    }

    private static OdographException refused(String message) {
        return new OdographException(ErrorCode.PUBLICATION_REFUSED, message);
    }

    private static PublicationPointer pointer(PublicationRecord row) {
        return new PublicationPointer(row.getNamespace(), row.getMetric(), row.getDataset(), row.getChannel());
    }

    private static PublicationPointer pointer(PublicationLogRecord row) {
        return new PublicationPointer(row.getNamespace(), row.getMetric(), row.getDataset(), row.getChannel());
    }

    private static PublicationMove read(PublicationLogRecord row) {
        return new PublicationMove(
                row.getRevision(),
                row.getMetric(),
                row.getMajor(),
                row.getDataset(),
                row.getChannel(),
                row.getAction(),
                row.getRunId(),
                row.getPrevious(),
                row.getMovedBy(),
                row.getReason(),
                row.getPublishedAt().toInstant());
    }
}
