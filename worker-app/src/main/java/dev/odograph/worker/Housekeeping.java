package dev.odograph.worker;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.batch.WriteSweeper;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.housekeeping.BundleRetention;
import dev.odograph.housekeeping.ClickHouseRebuild;
import dev.odograph.housekeeping.FactMirror;
import dev.odograph.housekeeping.Purge;
import dev.odograph.housekeeping.Reconciler;
import dev.odograph.housekeeping.RetentionJob;
import dev.odograph.housekeeping.RetentionPolicy;
import dev.odograph.housekeeping.UnreferencedTables;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.CarriedBatches;
import dev.odograph.store.lineage.OpenRuns;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PostgresTableLock;
import dev.odograph.store.lineage.PostgresWriteLedger;
import dev.odograph.store.lineage.Retention;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRetention;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;

/** What keeps the stores in order, wired for a worker or a command. */
public final class Housekeeping {
    /** A write may be under way for this long before it counts as lost. */
    private static final Duration SWEEP_AFTER = Duration.ofMinutes(15);
    /** A dead write is looked at again until nothing of it has appeared for so long. */
    private static final Duration SWEEP_QUIET = Duration.ofMinutes(5);
    /** A workflow that is closed and began nothing for so long is not about to say how it ended. */
    private static final Duration RECONCILE_GRACE = Duration.ofSeconds(30);

    private Housekeeping() {}

    /** Deletes the rows of lost and dead writes. */
    public static WriteSweeper sweeper(Stores stores) {
        return new WriteSweeper(
                new PostgresWriteLedger(stores.postgres()), stores.clickhouse(), SWEEP_AFTER, SWEEP_QUIET);
    }

    /** Deletes what is old and not referenced. */
    public static RetentionJob retention(Stores stores, DataDirectory directory, RetentionPolicy policy) {
        Postgres postgres = stores.postgres();
        return new RetentionJob(
                policy,
                new RunRetention(postgres),
                new Retention(postgres),
                new ArtifactStore(directory.artifacts()),
                new Mirror(new PostgresMirrorLedger(postgres), stores.clickhouse()),
                List.of(directory.scratch()));
    }

    /** Empties tables in which nothing is referenced. */
    public static UnreferencedTables unreferencedTables(Stores stores) {
        return new UnreferencedTables(stores.postgres(), stores.clickhouse());
    }

    /** Deletes bundles that nothing refers to. */
    public static BundleRetention bundleRetention(Stores stores, DataDirectory directory, RetentionPolicy policy) {
        return new BundleRetention(
                new BundleRegistry(stores.postgres()),
                new BundleShelf(directory.bundleStore()),
                policy.keepUnreferenced());
    }

    /** Fills ClickHouse anew. */
    public static ClickHouseRebuild rebuild(Stores stores, DataDirectory directory) {
        Postgres postgres = stores.postgres();
        return new ClickHouseRebuild(
                stores.clickhouse(),
                new RunLedger(postgres),
                new CarriedBatches(postgres),
                new Retention(postgres),
                new PostgresWriteLedger(postgres),
                new ArtifactStore(directory.artifacts()),
                new ResultTables(stores.clickhouse(), new PostgresTableLock(stores.pool())),
                new Mirror(new PostgresMirrorLedger(postgres), stores.clickhouse()),
                new FactMirror(postgres, stores.clickhouse()));
    }

    /** Removes recordings for good. */
    public static Purge purge(Stores stores, DataDirectory directory) {
        return new Purge(
                stores.postgres(),
                stores.clickhouse(),
                new ArtifactStore(directory.artifacts()),
                directory.recordings(),
                directory.scratch());
    }

    /** Settles runs whose workflow is gone for a while. */
    public static Reconciler reconciler(Stores stores, WorkflowClient client) {
        return reconciler(stores, client, RECONCILE_GRACE);
    }

    /** Settles runs whose workflow is gone for so long. */
    public static Reconciler reconciler(Stores stores, WorkflowClient client, Duration grace) {
        return new Reconciler(new OpenRuns(stores.postgres()), client, grace);
    }
}
