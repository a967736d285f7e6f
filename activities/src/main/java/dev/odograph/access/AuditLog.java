package dev.odograph.access;

import static dev.odograph.schema.postgres.generated.Tables.AUDIT;
import static org.jooq.impl.DSL.noCondition;

import dev.odograph.schema.postgres.generated.tables.records.AuditRecord;
import dev.odograph.store.lineage.Postgres;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of what was asked for that changes something. Only added to. Thread-safe. */
public final class AuditLog {
    private final Postgres postgres;

    /** The record in that ledger. */
    public AuditLog(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Adds what the API was asked for.
     *
     * @param subject what it was about; empty for nothing in particular
     * @param status the HTTP status of the answer
     */
    public void add(Caller by, String action, String subject, int status) {
        insert(by.name(), by.role(), action, subject, status, null);
    }

    /**
     * Adds what someone did by the command line.
     *
     * @param subject what it was about; empty for nothing in particular
     * @param reason why; null where nobody said
     */
    public void add(String by, String action, String subject, @Nullable String reason) {
        insert(by, null, action, subject, null, reason);
    }

    private void insert(
            String by,
            @Nullable AccessRole role,
            String action,
            String subject,
            @Nullable Integer status,
            @Nullable String reason) {
        var unused = postgres.transact(
                "recording who did " + action,
                tx -> tx.insertInto(AUDIT)
                        .set(AUDIT.BY, by)
                        .set(AUDIT.ROLE, role == null ? null : role.name())
                        .set(AUDIT.ACTION, action)
                        .set(AUDIT.SUBJECT, subject)
                        .set(AUDIT.STATUS, status)
                        .set(AUDIT.REASON, reason)
                        .execute());
    }

    /**
     * Entries, the newest first.
     *
     * @param before only those with lesser numbers; null for all
     * @param subject only of this; null for all
     * @param by only by this one; null for all
     */
    public List<AuditEntry> list(@Nullable Long before, @Nullable String subject, @Nullable String by, int limit) {
        return postgres.query(
                "reading the audit log",
                db -> db.selectFrom(AUDIT)
                        .where(before == null ? noCondition() : AUDIT.AUDIT_NO.lt(before))
                        .and(subject == null ? noCondition() : AUDIT.SUBJECT.eq(subject))
                        .and(by == null ? noCondition() : AUDIT.BY.eq(by))
                        .orderBy(AUDIT.AUDIT_NO.desc())
                        .limit(limit)
                        .fetch(AuditLog::read));
    }

    private static AuditEntry read(AuditRecord row) {
        return new AuditEntry(
                row.getAuditNo(),
                row.getAt().toInstant(),
                row.getBy(),
                row.getRole() == null ? null : AccessRole.valueOf(row.getRole()),
                row.getAction(),
                row.getSubject(),
                row.getStatus(),
                row.getReason());
    }
}
