package dev.odograph.event;

import static dev.odograph.schema.postgres.generated.Tables.EVENT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Sql;
import java.time.Duration;
import java.util.List;
import org.jooq.Condition;

/** The events in their order. Thread-safe. */
public final class EventLog {
    /** PostgreSQL's channel on which a transaction says that it wrote events. */
    public static final String WRITTEN = "odograph_event";
    /** PostgreSQL's channel on which it is said that events have places. */
    public static final String PLACED = "odograph_placed";

    private static final String PLACE = Sql.resource(EventLog.class, "place_events.sql");
    private static final String DELETE = Sql.resource(EventLog.class, "delete_events.sql");

    private final Postgres postgres;

    /** The events of that ledger. */
    public EventLog(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Gives places to the events that were committed since, and says so on {@link #PLACED}. One process does it at a time;
     * while another does, this does nothing.
     *
     * @return how many got one
     */
    public int place() {
        return postgres.transact("placing events", tx -> {
            boolean alone = tx.fetchSingle("SELECT pg_try_advisory_xact_lock(hashtext('odograph events'))")
                    .get(0, Boolean.class);
            if (!alone) {
                return 0;
            }
            int placed = tx.execute(PLACE);
            if (placed > 0) {
                tx.execute("SELECT pg_notify(?, '')", PLACED);
            }
            return placed;
        });
    }

    /** Events after a place, in order, at most so many. */
    public List<Event> after(long position, EventFilter filter, int limit) {
        Condition condition = EVENT.POSITION
                .gt(position)
                .and(filter.types().isEmpty() ? noCondition() : EVENT.TYPE.in(filter.types()))
                .and(filter.subject() == null ? noCondition() : EVENT.SUBJECT.eq(filter.subject()))
                .and(filter.graph() == null ? noCondition() : EVENT.GRAPH.eq(filter.graph()))
                .and(filter.owner() == null ? noCondition() : EVENT.OWNER.eq(filter.owner()));
        return postgres.query(
                "reading events after " + position,
                db -> db.select(
                                EVENT.POSITION,
                                EVENT.TYPE,
                                EVENT.SUBJECT,
                                EVENT.GRAPH,
                                EVENT.OWNER,
                                EVENT.DATA,
                                EVENT.OCCURRED_AT)
                        .from(EVENT)
                        .where(condition)
                        .orderBy(EVENT.POSITION)
                        .limit(limit)
                        .fetch(row -> new Event(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                row.value4(),
                                row.value5(),
                                row.value6().data(),
                                row.value7().toInstant())));
    }

    /** The highest place; 0 where there is no event. */
    public long last() {
        return postgres.query(
                "reading the last event",
                db -> db.select(coalesce(max(EVENT.POSITION), val(0L)))
                        .from(EVENT)
                        .fetchSingle()
                        .value1());
    }

    /**
     * Deletes events that are older and that no webhook and no feed has still to deliver. A feed that no worker has sent for
     * seven days was turned off, and keeps none.
     *
     * @param pending the age at which also those go that a webhook has still to deliver
     * @return how many
     */
    public int deleteOlderThan(Duration age, Duration pending) {
        return postgres.transact(
                "deleting old events",
                tx -> tx.fetchSingle(DELETE, age.toSeconds(), pending.toSeconds())
                        .get(0, Integer.class));
    }
}
