package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import dev.odograph.store.lineage.Postgres;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;

/** Up to where a feed was sent, and who may send it: one holder at a time, for a lease. Thread-safe. */
final class FeedPlace {
    private final Postgres postgres;
    private final String feed;
    private final String holder = UUID.randomUUID().toString();

    FeedPlace(Postgres postgres, String feed) {
        this.postgres = requireNonNull(postgres, "postgres is null");
        this.feed = requireNonNull(feed, "feed is null");
    }

    /**
     * Takes the lease, or prolongs it. A feed that is new begins after the events that there are.
     *
     * @return up to where all was acknowledged; empty where another holds the lease
     */
    OptionalLong take(Duration lease) {
        return postgres.transact("taking event feed \"" + feed + "\"", tx -> {
            var _ = tx.execute("""
                    INSERT INTO event_feed (name, position) SELECT ?, coalesce(max(position), 0) FROM event
                    WHERE NOT EXISTS (SELECT 1 FROM event_feed WHERE name = ?)
                    ON CONFLICT DO NOTHING""", feed, feed);
            return tx.fetch("""
                            UPDATE event_feed SET holder = ?, held_until = now() + ? * interval '1 millisecond'
                            WHERE name = ? AND (holder IS NULL OR holder = ? OR held_until < now())
                            RETURNING position""", holder, lease.toMillis(), feed, holder).stream()
                    .mapToLong(row -> row.get(0, Long.class))
                    .findFirst();
        });
    }

    /**
     * Notes that all events up to a place were acknowledged.
     *
     * @return whether the lease is still held; else nothing was noted
     */
    boolean move(long position) {
        return postgres.transact(
                "moving event feed \"" + feed + "\"",
                tx -> tx.execute(
                                "UPDATE event_feed SET position = greatest(position, ?) WHERE name = ? AND holder = ?",
                                position,
                                feed,
                                holder)
                        == 1);
    }

    /** Lets another take the lease at once. */
    void release() {
        var _ = postgres.transact(
                "releasing event feed \"" + feed + "\"",
                tx -> tx.execute(
                        "UPDATE event_feed SET holder = NULL, held_until = now() WHERE name = ? AND holder = ?",
                        feed,
                        holder));
    }
}
