package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION;
import static dev.odograph.schema.postgres.generated.Tables.PUBLICATION_LOG;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PASS;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.odograph.contract.Purpose;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.PublicationRecord;
import dev.odograph.spec.MetricSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The pointers that readers follow. Thread-safe. */
public final class Publications {
    /** Follows the run that finished last. */
    public static final String LATEST = "latest";
    /** Follows production runs only. */
    public static final String MAIN = "main";

    /** What the channels of branches begin with. */
    private static final String BRANCH = "branch/";

    private final Postgres postgres;

    public Publications(Postgres postgres) {
        this.postgres = postgres;
    }

    /** The channel that runs of a branch's code move; no reader of merged results follows it. */
    public static String ofBranch(String branch) {
        return BRANCH + branch;
    }

    /** Whether a channel is a branch's. */
    public static boolean isBranch(String channel) {
        return channel.startsWith(BRANCH);
    }

    /** The channels that a run of merged code and of this purpose moves when it succeeds. */
    public static List<String> channelsOf(Purpose purpose) {
        return purpose == Purpose.PRODUCTION ? List.of(LATEST, MAIN) : List.of(LATEST);
    }

    /**
     * Points the channels of a run's purpose at it, for all its metrics at once. {@code latest} means the run that
     * finished last, so an older run that finishes later than a newer one takes it. Each pass of a run moves a pointer
     * once: asked again, this changes nothing, even where another run has taken the pointer since. A pinned pointer stays.
     * A run of a sample moves none: readers of a channel see whole datasets.
     *
     * @return what moved
     * @throws OdographException RUN_INCOMPLETE where an output is neither committed nor waived; RUN_NOT_FOUND
     */
    public List<PublicationRow> publish(String runId) {
        return postgres.transact("publishing run \"" + runId + "\"", tx -> {
            RunRows.lock(tx, runId);
            RunRecord run = RunRows.load(tx, runId);
            List<StageRecord> stages = StageRows.of(tx, runId);
            requireComplete(tx, run, stages);
            List<MetricSpec> metrics = metrics(stages);
            List<PublicationRow> moved = new ArrayList<>();
            if (run.plan().sample() != null) {
                return List.of();
            }
            String branch = run.plan().branch();
            for (String channel : branch == null ? channelsOf(run.plan().purpose()) : List.of(ofBranch(branch))) {
                for (MetricSpec metric : metrics) {
                    move(tx, run.plan(), metric, channel).ifPresent(moved::add);
                }
            }
            return List.copyOf(moved);
        });
    }

    /** What readers of a channel see of a metric and a dataset, if it was ever published there. */
    public Optional<PublicationRow> find(String namespace, String metric, String dataset, String channel) {
        return postgres.query(
                "finding a publication of metric \"" + metric + "\"",
                db -> db.selectFrom(PUBLICATION)
                        .where(PUBLICATION.NAMESPACE.eq(namespace))
                        .and(PUBLICATION.METRIC.eq(metric))
                        .and(PUBLICATION.DATASET.eq(dataset))
                        .and(PUBLICATION.CHANNEL.eq(channel))
                        .fetchOptional(Publications::read));
    }

    /** All publications of a metric, the newest first. */
    public List<PublicationRow> list(String namespace, String metric) {
        return postgres.query(
                "listing publications of metric \"" + metric + "\"",
                db -> db.selectFrom(PUBLICATION)
                        .where(PUBLICATION.NAMESPACE.eq(namespace))
                        .and(PUBLICATION.METRIC.eq(metric))
                        .orderBy(PUBLICATION.REVISION.desc())
                        .fetch(Publications::read));
    }

    /** The major version of a metric that was published last, if it ever was; of one dataset unless that is null. */
    public OptionalInt newestMajor(String namespace, String metric, @Nullable String dataset) {
        Integer major = postgres.query(
                "finding the newest version of metric \"" + metric + "\"",
                db -> db.select(PUBLICATION.MAJOR)
                        .from(PUBLICATION)
                        .where(PUBLICATION.NAMESPACE.eq(namespace))
                        .and(PUBLICATION.METRIC.eq(metric))
                        .and(dataset == null ? noCondition() : PUBLICATION.DATASET.eq(dataset))
                        .and(PUBLICATION.CHANNEL.startsWith(BRANCH).not())
                        .orderBy(PUBLICATION.REVISION.desc())
                        .limit(1)
                        .fetchOne(PUBLICATION.MAJOR));
        return major == null ? OptionalInt.empty() : OptionalInt.of(major);
    }

    /** The major version of a metric that a run stored rows of, if it did. */
    public OptionalInt majorOfRun(String runId, String metric) {
        Integer major = postgres.query(
                "finding metric \"" + metric + "\" of run \"" + runId + "\"",
                db -> db.select(max(RUN_BATCH.MAJOR))
                        .from(RUN_BATCH)
                        .where(RUN_BATCH.RUN_ID.eq(runId))
                        .and(RUN_BATCH.METRIC.eq(metric))
                        .fetchOne(max(RUN_BATCH.MAJOR)));
        return major == null ? OptionalInt.empty() : OptionalInt.of(major);
    }

    static List<MetricSpec> metrics(List<StageRecord> stages) {
        return stages.stream()
                .flatMap(stage -> stage.metrics().stream())
                .sorted(Comparator.comparing(MetricSpec::name))
                .toList();
    }

    static void requireComplete(DSLContext tx, RunRecord run, List<StageRecord> stages) {
        long reduces = stages.stream().filter(StageRecord::reduce).count();
        long planned = (stages.size() - reduces) * run.partitions() + reduces;
        long settled = tx.fetchCount(
                RUN_OUTPUT,
                RUN_OUTPUT.RUN_ID.eq(run.runId()),
                RUN_OUTPUT.STATUS.in(OutputStatus.COMMITTED.name(), OutputStatus.WAIVED.name()));
        if (settled < planned) {
            throw new OdographException(
                    ErrorCode.RUN_INCOMPLETE,
                    "Run \"" + run.runId() + "\" cannot be published: " + (planned - settled) + " of " + planned
                            + " outputs are neither committed nor waived. ./odograph runs show " + run.runId()
                            + " lists what is missing");
        }
    }

    private static Optional<PublicationRow> move(DSLContext tx, NewRun run, MetricSpec metric, String channel) {
        PublicationPointer pointer =
                new PublicationPointer(run.spec().namespace(), metric.name(), run.dataset(), channel);
        boolean pinned = pointer.lock(tx).map(PublicationRecord::getPinned).orElse(false);
        if (pinned || movedInThisPass(tx, run, pointer)) {
            return Optional.empty();
        }
        return Optional.of(pointer.move(tx, "run", metric.version().major(), run.runId(), null));
    }

    private static boolean movedInThisPass(DSLContext tx, NewRun run, PublicationPointer pointer) {
        return tx.fetchExists(tx.selectOne()
                .from(PUBLICATION_LOG)
                .where(pointer.logged())
                .and(PUBLICATION_LOG.RUN_ID.eq(run.runId()))
                .and(PUBLICATION_LOG.PUBLISHED_AT.ge(
                        select(max(RUN_PASS.STARTED_AT)).from(RUN_PASS).where(RUN_PASS.RUN_ID.eq(run.runId())))));
    }

    static PublicationRow read(PublicationRecord row) {
        return new PublicationRow(
                row.getNamespace(),
                row.getMetric(),
                row.getMajor(),
                row.getDataset(),
                row.getChannel(),
                row.getRunId(),
                row.getRevision(),
                row.getPinned(),
                row.getPublishedAt().toInstant());
    }
}
