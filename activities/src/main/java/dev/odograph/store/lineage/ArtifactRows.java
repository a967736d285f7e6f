package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;

import dev.odograph.spec.SpecJson;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Rows of the table {@code artifact}. */
final class ArtifactRows {
    private ArtifactRows() {}

    /** Holds an artifact's files, which are in no table, until the transaction ends. */
    static void lockFiles(DSLContext tx, String artifactKey) {
        tx.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "odograph.artifact." + artifactKey);
    }

    /** False where it is registered. */
    static boolean insert(DSLContext tx, ArtifactRecord artifact) {
        boolean first = tx.insertInto(ARTIFACT)
                        .set(ARTIFACT.ARTIFACT_KEY, artifact.artifactKey())
                        .set(ARTIFACT.STAGE, artifact.stage())
                        .set(ARTIFACT.FILES, JSONB.valueOf(SpecJson.write(artifact.files())))
                        .set(ARTIFACT.ROWS, artifact.digest().rows())
                        .set(ARTIFACT.DIGEST, BatchRows.digestText(artifact.digest()))
                        .set(ARTIFACT.BYTES, artifact.bytes())
                        .set(ARTIFACT.RUN_ID, artifact.runId())
                        .onConflict(ARTIFACT.ARTIFACT_KEY)
                        .doNothing()
                        .execute()
                == 1;
        if (first) {
            ViolationRows.ofArtifact(tx, artifact.artifactKey(), artifact.violations());
        }
        return first;
    }
}
