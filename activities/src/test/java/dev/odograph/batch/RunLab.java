package dev.odograph.batch;

import dev.odograph.artifact.TableFile;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.Version;
import dev.odograph.store.lineage.ArtifactRecord;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.StageRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/** The real ledger, with runs of one stage that stores metric {@code ttc}. */
public final class RunLab {
    private static final RunLab SHARED = new RunLab();

    private final Postgres postgres;

    private RunLab() {
        Endpoints endpoints = SharedStack.with(StackPart.POSTGRESQL).endpoints();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(endpoints.postgresUrl());
        database.setUser(endpoints.postgresUser());
        database.setPassword(endpoints.postgresPassword());
        Migrations.migrate(database);
        this.postgres = new Postgres(database);
    }

    public static RunLab open() {
        return SHARED;
    }

    public Postgres postgres() {
        return postgres;
    }

    /** Registers a run over a dataset and returns its id. */
    public String run(String dataset, int partitions) {
        String runId = "run-" + UUID.randomUUID();
        GraphSpec spec = new GraphSpec(
                GraphSpec.FORMAT,
                "default",
                "following",
                new Version(1, 0),
                null,
                "Follows.",
                List.of(),
                List.of(),
                List.of());
        NewRun run = new NewRun(
                runId, spec, "bundle", "d", dataset, 1, Map.of(), Purpose.ADHOC, FailurePolicy.FAIL, "input");
        List<StageRecord> stages = List.of(new StageRecord(
                0,
                "ttc",
                List.of("ttc"),
                List.of(),
                false,
                "f0",
                List.of(new MetricSpec("ttc", new Version(1, 0), "ttc"))));
        RunLedger runs = new RunLedger(postgres);
        runs.register(
                run,
                stages,
                IntStream.range(0, partitions)
                        .mapToObj(i -> new PartitionRecord(
                                i, List.of("seg-" + i), List.of("digest-" + i), 10, 100, 1_000, 60_000))
                        .toList());
        runs.beginPass(runId, "temporal-" + runId);
        return runId;
    }

    /** An output of the run whose artifact is registered for these batches. */
    public OutputRecord output(String runId, int partition, BatchRequest... batches) {
        BatchRecord batch = batches[0].batch();
        for (BatchRequest each : batches) {
            new OutputLedger(postgres)
                    .registerArtifact(new ArtifactRecord(
                            each.batch().artifactKey(),
                            "ttc",
                            List.of(new TableFile(
                                    TableFile.Format.ARROW_STREAM, each.rows().path(), null)),
                            each.batch().digest(),
                            1,
                            runId));
        }
        return new OutputRecord(
                runId,
                1,
                0,
                partition,
                1,
                batch.artifactKey(),
                false,
                batch.digest().rows(),
                Instant.now());
    }

    public void publish(String runId) {
        new Publications(postgres).publish(runId);
    }
}
