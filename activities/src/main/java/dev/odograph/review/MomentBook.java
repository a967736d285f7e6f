package dev.odograph.review;

import static dev.odograph.schema.postgres.generated.Tables.MOMENT;
import static dev.odograph.schema.postgres.generated.Tables.MOMENT_ENTRY;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.MomentRecord;
import dev.odograph.store.lineage.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Judgements of moments in PostgreSQL; each change is one transaction with its entry in the history. Thread-safe. */
public final class MomentBook {
    private static final int LONGEST = 4_000;

    private final Postgres postgres;

    public MomentBook(Postgres postgres) {
        this.postgres = postgres;
    }

    /** What is judged of a metric over a dataset. */
    public List<Judged> list(MetricKey key) {
        return postgres.query(
                "listing moments of metric \"" + key.metric() + "\"",
                db -> db.selectFrom(MOMENT)
                        .where(MOMENT.NAMESPACE.eq(key.namespace()))
                        .and(MOMENT.METRIC.eq(key.metric()))
                        .and(MOMENT.MAJOR.eq(key.major()))
                        .and(MOMENT.DATASET.eq(key.dataset()))
                        .orderBy(MOMENT.MOMENT_ID)
                        .fetch(MomentBook::judged));
    }

    /**
     * Records what someone found of a row.
     *
     * @param row the row as the run has it; the judgement moves there
     * @param known what it followed from; null where it is judged for the first time
     * @param shared whether other rows follow the same, so that they keep it
     * @param entry what is set and said; at least one of state, assignee and text
     * @return the judgement as it is now
     */
    public Judged record(MetricKey key, Moment row, @Nullable Judged known, boolean shared, MomentEntry entry) {
        requireText(entry.by(), "Name of who judges");
        if (entry.text() != null) {
            requireText(entry.text(), "Comment");
        }
        if (entry.assignee() != null) {
            requireText(entry.assignee(), "Assignee");
        }
        return postgres.transact("judging a moment of metric \"" + key.metric() + "\"", tx -> {
            MomentRecord record = known != null && !shared
                    ? tx.fetchSingle(MOMENT, MOMENT.MOMENT_ID.eq(known.momentId()))
                    : begun(tx, key, row, known);
            if (!judged(record).moment().equals(row)) {
                record.setStartMs(row.startMs());
                record.setEndMs(row.endMs());
            }
            if (entry.state() != null) {
                record.setState(entry.state().word());
            }
            if (entry.assignee() != null) {
                record.setAssignee(entry.assignee());
            }
            record.setChangedAt(tx.select(currentOffsetDateTime()).fetchSingle().value1());
            record.update();
            tx.insertInto(MOMENT_ENTRY)
                    .set(MOMENT_ENTRY.MOMENT_ID, record.getMomentId())
                    .set(MOMENT_ENTRY.RUN_ID, entry.runId())
                    .set(MOMENT_ENTRY.VERSION, entry.version())
                    .set(
                            MOMENT_ENTRY.STATE,
                            entry.state() == null ? null : entry.state().word())
                    .set(MOMENT_ENTRY.ASSIGNEE, entry.assignee())
                    .set(MOMENT_ENTRY.TEXT, entry.text())
                    .set(MOMENT_ENTRY.MADE_BY, entry.by())
                    .execute();
            return judged(record);
        });
    }

    /** A judgement's own; two people who begin one at once have the same. */
    private static MomentRecord begun(DSLContext tx, MetricKey key, Moment row, @Nullable Judged follows) {
        tx.insertInto(MOMENT)
                .set(MOMENT.NAMESPACE, key.namespace())
                .set(MOMENT.METRIC, key.metric())
                .set(MOMENT.MAJOR, key.major())
                .set(MOMENT.DATASET, key.dataset())
                .set(MOMENT.SEGMENT_ID, row.segmentId())
                .set(MOMENT.SUBJECT, row.subject())
                .set(MOMENT.START_MS, row.startMs())
                .set(MOMENT.END_MS, row.endMs())
                .set(
                        MOMENT.STATE,
                        follows == null
                                ? MomentState.NEW.word()
                                : follows.state().word())
                .set(MOMENT.ASSIGNEE, follows == null ? null : follows.assignee())
                .set(MOMENT.FOLLOWS, follows == null ? null : follows.momentId())
                .onConflictDoNothing()
                .execute();
        return tx.fetchSingle(
                MOMENT,
                MOMENT.NAMESPACE.eq(key.namespace()),
                MOMENT.METRIC.eq(key.metric()),
                MOMENT.MAJOR.eq(key.major()),
                MOMENT.DATASET.eq(key.dataset()),
                MOMENT.SEGMENT_ID.eq(row.segmentId()),
                MOMENT.SUBJECT.eq(row.subject()),
                MOMENT.START_MS.eq(row.startMs()),
                MOMENT.END_MS.eq(row.endMs()));
    }

    /** All changes and comments of a judgement and of those that it follows, the oldest first. */
    public List<MomentEntry> history(long momentId) {
        return postgres.query("reading the history of moment " + momentId, db -> {
            List<Long> line = new ArrayList<>();
            for (Long next = momentId; next != null && !line.contains(next); ) {
                line.add(next);
                next = db.select(MOMENT.FOLLOWS)
                        .from(MOMENT)
                        .where(MOMENT.MOMENT_ID.eq(next))
                        .fetchOne(MOMENT.FOLLOWS);
            }
            return db.selectFrom(MOMENT_ENTRY)
                    .where(MOMENT_ENTRY.MOMENT_ID.in(line))
                    .orderBy(MOMENT_ENTRY.ENTRY_ID)
                    .fetch(row -> new MomentEntry(
                            row.getRunId(),
                            row.getVersion(),
                            row.getState() == null ? null : MomentState.parse(row.getState()),
                            row.getAssignee(),
                            row.getText(),
                            row.getMadeBy(),
                            row.getMadeAt().toInstant()));
        });
    }

    private static Judged judged(MomentRecord row) {
        return new Judged(
                Objects.requireNonNull(row.getMomentId()),
                new Moment(row.getSegmentId(), row.getSubject(), row.getStartMs(), row.getEndMs()),
                MomentState.parse(row.getState()),
                row.getAssignee(),
                row.getChangedAt().toInstant());
    }

    private static void requireText(String text, String what) {
        if (text.isBlank()
                || text.length() > LONGEST
                || text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    what + " \"" + text.strip() + "\" is not valid: use 1 to " + LONGEST
                            + " characters without control characters");
        }
    }
}
