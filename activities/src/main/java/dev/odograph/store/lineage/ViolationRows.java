package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.VIOLATION;

import dev.odograph.schema.postgres.generated.tables.records.ViolationRecord;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.Violation;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/**
 * Rows of the table {@code violation}. What passed belongs to the artifact, so that a run which reuses the artifact shows
 * it from the moment of its commit; what failed belongs to the failed output.
 */
final class ViolationRows {
    private ViolationRows() {}

    static void ofArtifact(DSLContext tx, String artifactKey, List<Violation> violations) {
        tx.batchInsert(violations.stream()
                        .map(violation -> {
                            ViolationRecord row = row(tx, violation);
                            row.setArtifactKey(artifactKey);
                            return row;
                        })
                        .toList())
                .execute();
    }

    static void ofFailure(DSLContext tx, OutputFailure failure) {
        tx.batchInsert(failure.violations().stream()
                        .map(violation -> {
                            ViolationRecord row = row(tx, violation);
                            row.setRunId(failure.runId());
                            row.setStage(failure.stage());
                            row.setPartition(failure.partition());
                            return row;
                        })
                        .toList())
                .execute();
    }

    static void forgetFailure(DSLContext tx, String runId, int stage, int partition) {
        tx.deleteFrom(VIOLATION)
                .where(VIOLATION.RUN_ID.eq(runId))
                .and(VIOLATION.STAGE.eq(stage))
                .and(VIOLATION.PARTITION.eq(partition))
                .execute();
    }

    /** Freshness, which is judged when a run is planned, belongs to the run. */
    static void ofRun(DSLContext tx, String runId, List<Violation> violations) {
        tx.batchInsert(violations.stream()
                        .map(violation -> {
                            ViolationRecord row = row(tx, violation);
                            row.setRunId(runId);
                            return row;
                        })
                        .toList())
                .execute();
    }

    private static ViolationRecord row(DSLContext tx, Violation violation) {
        ViolationRecord row = tx.newRecord(VIOLATION);
        row.setStep(violation.step());
        row.setNumber(violation.number());
        row.setRule(violation.rule());
        row.setSeverity(violation.severity().name());
        row.setOutcome(violation.outcome().name());
        row.setSegmentId(violation.segmentId());
        row.setRows(violation.rows());
        row.setViolations(violation.violations());
        row.setSamples(JSONB.valueOf(SpecJson.write(violation.samples())));
        return row;
    }
}
