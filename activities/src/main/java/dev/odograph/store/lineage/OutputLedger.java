package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static org.jooq.impl.DSL.any;

import dev.odograph.artifact.TableFile;
import dev.odograph.batch.OutputRecord;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What became of the stages of a run, and the artifacts they put out. Thread-safe and idempotent. */
public final class OutputLedger {
    private final Postgres postgres;

    public OutputLedger(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * What became of the outputs of partitions from {@code from} up to and without {@code to}, in order of partition and
     * stage; pending ones are not listed. A reduce is at partition −1.
     */
    public List<OutputState> outputs(String runId, int from, int to) {
        return postgres.query(
                "loading outputs of run \"" + runId + "\"",
                db -> db.selectFrom(RUN_OUTPUT)
                        .where(RUN_OUTPUT.RUN_ID.eq(runId))
                        .and(RUN_OUTPUT.PARTITION.ge(from))
                        .and(RUN_OUTPUT.PARTITION.lt(to))
                        .orderBy(RUN_OUTPUT.PARTITION, RUN_OUTPUT.STAGE)
                        .fetch(OutputRows::read));
    }

    /** What became of one output, if it is not pending. */
    public Optional<OutputState> output(String runId, int stage, int partition) {
        return postgres.query(
                "loading an output of run \"" + runId + "\"",
                db -> db.selectFrom(RUN_OUTPUT)
                        .where(RUN_OUTPUT.RUN_ID.eq(runId))
                        .and(RUN_OUTPUT.STAGE.eq(stage))
                        .and(RUN_OUTPUT.PARTITION.eq(partition))
                        .fetchOptional(OutputRows::read));
    }

    /** Records that an output failed. Never takes back what was committed or waived, nor a later pass's failure. */
    public void recordFailure(OutputFailure failure) {
        postgres.transact("recording a failure of run \"" + failure.runId() + "\"", tx -> {
            OutputRows.failed(tx, failure);
            return true;
        });
    }

    /**
     * Commits an output that no metric stores; its artifact must be registered.
     *
     * @throws OdographException ARTIFACT_UNAVAILABLE where the artifact is not in the ledger
     */
    public void commitOutput(OutputRecord output) {
        String what = "committing stage " + output.stage() + ", partition " + output.partition() + " of run \""
                + output.runId() + "\"";
        postgres.transact(what, tx -> {
            OutputRows.holdArtifact(tx, output.artifactKey(), what);
            OutputRows.committed(tx, output);
            return true;
        });
    }

    /** The artifact of that key, if it is registered. */
    public Optional<ArtifactRecord> artifact(String artifactKey) {
        return artifacts(List.of(artifactKey)).stream().findFirst();
    }

    /** Those of the artifacts that are registered, in no order. */
    public List<ArtifactRecord> artifacts(List<String> artifactKeys) {
        return postgres.query(
                "loading artifacts",
                db -> db.selectFrom(ARTIFACT)
                        .where(ARTIFACT.ARTIFACT_KEY.eq(any(artifactKeys.toArray(String[]::new))))
                        .fetch(row -> new ArtifactRecord(
                                row.getArtifactKey(),
                                row.getStage(),
                                List.of(SpecJson.read(row.getFiles().data(), TableFile[].class)),
                                BatchRows.digest(row.getRows(), row.getDigest()),
                                row.getBytes(),
                                row.getRunId())));
    }

    /** Registers an artifact that is in the store; does nothing where it is registered. */
    public void registerArtifact(ArtifactRecord artifact) {
        registerArtifact(artifact, () -> true);
    }

    /**
     * Registers an artifact if its files are in the store; does nothing where it is registered. Whoever deletes files of
     * artifacts that are not registered waits, so what is registered here has its files.
     *
     * @param there whether the files are in the store; asked again where the transaction is tried again
     * @throws OdographException ARTIFACT_UNAVAILABLE where they are not: the next attempt computes the artifact again
     */
    public void registerArtifact(ArtifactRecord artifact, BooleanSupplier there) {
        postgres.transact("registering artifact " + artifact.artifactKey(), tx -> {
            ArtifactRows.lockFiles(tx, artifact.artifactKey());
            if (ArtifactRows.insert(tx, artifact) && !there.getAsBoolean()) {
                throw new OdographException(
                        ErrorCode.ARTIFACT_UNAVAILABLE,
                        "Artifact " + artifact.artifactKey() + " of stage \"" + artifact.stage()
                                + "\" was deleted before it was registered: the next attempt computes it again");
            }
            return true;
        });
    }
}
