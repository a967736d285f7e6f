package dev.odograph.alert;

import static dev.odograph.schema.postgres.generated.Tables.ALERT;
import static dev.odograph.schema.postgres.generated.Tables.ALERT_RULE;
import static dev.odograph.schema.postgres.generated.Tables.ALERT_SNOOZE;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.AlertRecord;
import dev.odograph.spec.SpecJson;
import dev.odograph.store.lineage.Postgres;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Rules and what they found. Thread-safe; everything may be called again after a failure. */
public final class AlertBook {
    /** Of a snooze: of all slices. */
    public static final String ALL = "*";

    private static final Condition AWAKE = notExists(selectOne()
            .from(ALERT_SNOOZE)
            .where(ALERT_SNOOZE.RULE.eq(ALERT.RULE))
            .and(ALERT_SNOOZE.SLICE.in(ALERT.SLICE, org.jooq.impl.DSL.val(ALL)))
            .and(ALERT_SNOOZE.UNTIL.gt(currentOffsetDateTime())));

    private final Postgres postgres;

    public AlertBook(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * A rule with how it stands.
     *
     * @param rule the rule
     * @param evaluated what was looked at last; empty before the first time
     * @param unjudged why not all could be judged; null where it could
     * @param createdBy who made it
     */
    public record Kept(
            AlertRule rule, String evaluated, @Nullable String unjudged, String createdBy) {}

    /**
     * Makes a rule.
     *
     * @throws OdographException ARGUMENT_INVALID where there is one of that name
     */
    public void add(AlertRule rule, String by) {
        int added = postgres.transact(
                "adding alert rule \"" + rule.name() + "\"",
                tx -> tx.insertInto(ALERT_RULE)
                        .set(ALERT_RULE.NAME, rule.name())
                        .set(ALERT_RULE.DEFINITION, JSONB.valueOf(SpecJson.write(rule)))
                        .set(ALERT_RULE.CREATED_BY, by)
                        .onConflictDoNothing()
                        .execute());
        if (added == 0) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "There is an alert rule \"" + rule.name() + "\": choose another name, or remove it first");
        }
    }

    /** All rules, by name. */
    public List<Kept> rules() {
        return postgres.query(
                "listing alert rules",
                db -> db.selectFrom(ALERT_RULE)
                        .orderBy(ALERT_RULE.NAME)
                        .fetch(row -> new Kept(
                                SpecJson.read(row.getDefinition().data(), AlertRule.class),
                                row.getEvaluated(),
                                row.getUnjudged(),
                                row.getCreatedBy())));
    }

    /**
     * Removes a rule; what it found is over.
     *
     * @throws OdographException ALERT_RULE_NOT_FOUND
     */
    public void remove(String name) {
        postgres.transact("removing alert rule \"" + name + "\"", tx -> {
            if (tx.deleteFrom(ALERT_RULE).where(ALERT_RULE.NAME.eq(name)).execute() == 0) {
                throw unknown(name);
            }
            tx.deleteFrom(ALERT_SNOOZE).where(ALERT_SNOOZE.RULE.eq(name)).execute();
            return resolve(tx, ALERT.RULE.eq(name));
        });
    }

    /** Records what a rule says now: opens, counts and resolves. Alerts that are told already are not told again. */
    public void record(AlertRule rule, Judgement judgement, String evaluated) {
        postgres.transact("recording what alert rule \"" + rule.name() + "\" found", tx -> {
            judgement.found().forEach(finding -> found(tx, rule, finding));
            String[] slices = judgement.found().stream().map(Finding::slice).toArray(String[]::new);
            Condition over = ALERT.RULE.eq(rule.name()).and(ALERT.SLICE.notIn(slices));
            for (String unsure : judgement.unsure()) {
                over = over.and(ALERT.SLICE.ne(unsure))
                        .and(condition("NOT starts_with({0}, {1})", ALERT.SLICE, unsure + ","));
            }
            if (!judgement.unsure().contains(Judgement.EVERYTHING)) {
                resolve(tx, over);
            }
            return tx.update(ALERT_RULE)
                    .set(ALERT_RULE.EVALUATED, evaluated)
                    .set(ALERT_RULE.UNJUDGED, judgement.unjudged())
                    .where(ALERT_RULE.NAME.eq(rule.name()))
                    .execute();
        });
    }

    private static void found(DSLContext tx, AlertRule rule, Finding finding) {
        String owner = rule.owner() == null ? finding.owner() : rule.owner();
        tx.insertInto(ALERT)
                .set(ALERT.RULE, rule.name())
                .set(ALERT.SLICE, finding.slice())
                .set(ALERT.SEVERITY, rule.severity().word())
                .set(ALERT.GRAPH, finding.graph())
                .set(ALERT.OWNER, owner)
                .set(ALERT.RUN_ID, finding.runId())
                .set(ALERT.VALUE, finding.value())
                .set(ALERT.MESSAGE, finding.message())
                .onConflict(ALERT.RULE, ALERT.SLICE)
                .where(ALERT.STATE.eq("OPEN"))
                .doUpdate()
                .set(ALERT.SEEN_AT, currentOffsetDateTime())
                .set(ALERT.TIMES, ALERT.TIMES.plus(1))
                .set(ALERT.RUN_ID, finding.runId())
                .set(ALERT.VALUE, finding.value())
                .set(ALERT.MESSAGE, finding.message())
                .execute();
    }

    private static int resolve(DSLContext tx, Condition which) {
        return tx.update(ALERT)
                .set(ALERT.STATE, "RESOLVED")
                .set(ALERT.RESOLVED_AT, currentOffsetDateTime())
                .where(ALERT.STATE.eq("OPEN"), which)
                .execute();
    }

    /**
     * Tells of alerts that are open, not told and not snoozed: each becomes an event, once.
     *
     * @return how many
     */
    public int tell() {
        return postgres.transact(
                "telling of alerts",
                tx -> tx.update(ALERT)
                        .set(ALERT.TOLD, true)
                        .where(ALERT.STATE.eq("OPEN"), ALERT.TOLD.isFalse(), AWAKE)
                        .execute());
    }

    /**
     * Has nothing told of a rule for a while.
     *
     * @param slice what it is about; {@link #ALL} for all
     * @throws OdographException ALERT_RULE_NOT_FOUND
     */
    public void snooze(String rule, String slice, Duration span, String by) {
        OffsetDateTime until = OffsetDateTime.now(ZoneOffset.UTC).plus(span);
        postgres.transact("snoozing alert rule \"" + rule + "\"", tx -> {
            if (!tx.fetchExists(ALERT_RULE, ALERT_RULE.NAME.eq(rule))) {
                throw unknown(rule);
            }
            return tx.insertInto(ALERT_SNOOZE)
                    .set(ALERT_SNOOZE.RULE, rule)
                    .set(ALERT_SNOOZE.SLICE, slice)
                    .set(ALERT_SNOOZE.UNTIL, until)
                    .set(ALERT_SNOOZE.SNOOZED_BY, by)
                    .onConflict(ALERT_SNOOZE.RULE, ALERT_SNOOZE.SLICE)
                    .doUpdate()
                    .set(ALERT_SNOOZE.UNTIL, until)
                    .set(ALERT_SNOOZE.SNOOZED_BY, by)
                    .execute();
        });
    }

    /** Alerts, the newest first: those that are open, or all. */
    public List<Alert> alerts(boolean all, int limit) {
        return postgres.query(
                "listing alerts",
                db -> db.selectFrom(ALERT)
                        .where(all ? noCondition() : ALERT.STATE.eq("OPEN"))
                        .orderBy(ALERT.OPENED_AT.desc(), ALERT.ALERT_ID.desc())
                        .limit(limit)
                        .fetch(AlertBook::read));
    }

    private static OdographException unknown(String name) {
        return new OdographException(
                ErrorCode.ALERT_RULE_NOT_FOUND,
                "There is no alert rule \"" + name + "\": ./odograph alerts rules shows those that are");
    }

    private static Alert read(AlertRecord row) {
        return new Alert(
                row.getAlertId(),
                row.getRule(),
                row.getSlice(),
                row.getState().equals("OPEN"),
                row.getSeverity(),
                row.getOwner(),
                row.getRunId(),
                row.getValue(),
                row.getMessage(),
                row.getTimes(),
                row.getTold(),
                row.getOpenedAt().toInstant(),
                row.getSeenAt().toInstant(),
                row.getResolvedAt() == null ? null : row.getResolvedAt().toInstant());
    }
}
