package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_VIOLATION;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.RunViolationRecord;
import dev.odograph.spec.Severity;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.Violation;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import java.util.List;
import org.jooq.DSLContext;

/** What breaks the rules of checks, by run. Thread-safe. */
public final class RunViolations {
    private static final String RULES = Sql.resource("broken_rules.sql");

    private final Postgres postgres;

    public RunViolations(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * At most {@code limit} of what breaks rules in a run, in order of step, rule, segment.
     *
     * @throws OdographException RUN_NOT_FOUND
     */
    public List<RunViolation> list(String runId, int limit) {
        return postgres.query("reading violations of run \"" + runId + "\"", db -> {
            require(db, runId);
            return db.selectFrom(RUN_VIOLATION)
                    .where(RUN_VIOLATION.RUN_ID.eq(runId))
                    .orderBy(
                            RUN_VIOLATION.STEP,
                            RUN_VIOLATION.NUMBER,
                            RUN_VIOLATION.SEGMENT_ID,
                            RUN_VIOLATION.PARTITION,
                            RUN_VIOLATION.VIOLATION_ID)
                    .limit(limit)
                    .fetch(RunViolations::read);
        });
    }

    /** The rules that are broken in a run, in order of step and rule. */
    static List<BrokenRule> rules(DSLContext db, String runId) {
        return db.resultQuery(RULES, runId).fetch(row -> {
            String sample = row.get("sample", String.class);
            return new BrokenRule(
                    row.get("step", String.class),
                    row.get("rule", String.class),
                    Severity.valueOf(row.get("severity", String.class)),
                    Outcome.valueOf(row.get("outcome", String.class)),
                    row.get("segments", long.class),
                    row.get("violations", long.class),
                    row.get("rows", long.class),
                    row.get("first_segment_id", String.class),
                    sample == null ? null : SpecJson.read(sample, Violation.Sample.class));
        });
    }

    private static void require(DSLContext db, String runId) {
        if (!db.fetchExists(RUN, RUN.RUN_ID.eq(runId))) {
            throw new OdographException(
                    ErrorCode.RUN_NOT_FOUND, "Run \"" + runId + "\" is not there: ./odograph runs list");
        }
    }

    private static RunViolation read(RunViolationRecord row) {
        return new RunViolation(
                row.getStage(),
                row.getPartition(),
                new Violation(
                        row.getStep(),
                        row.getNumber(),
                        row.getRule(),
                        Severity.valueOf(row.getSeverity()),
                        Outcome.valueOf(row.getOutcome()),
                        row.getSegmentId(),
                        row.getRows(),
                        row.getViolations(),
                        List.of(SpecJson.read(row.getSamples().data(), Violation.Sample[].class))));
    }
}
