package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN_STAGE;

import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.SpecJson;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Rows of the table {@code run_stage}. */
final class StageRows {
    private StageRows() {}

    static List<StageRecord> of(DSLContext db, String runId) {
        return db.selectFrom(RUN_STAGE)
                .where(RUN_STAGE.RUN_ID.eq(runId))
                .orderBy(RUN_STAGE.STAGE)
                .fetch(row -> new StageRecord(
                        row.getStage(),
                        row.getName(),
                        List.of(row.getSteps()),
                        List.of(row.getInputs()),
                        row.getReduce(),
                        row.getFingerprint(),
                        metrics(row.getMetrics())));
    }

    static List<MetricSpec> metrics(JSONB json) {
        return List.of(SpecJson.read(json.data(), MetricSpec[].class));
    }
}
