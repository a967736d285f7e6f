package dev.odograph.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls when PostgreSQL notifies on a channel, from one thread and over one connection. It calls also when it begins to
 * listen, when a lost connection is back, and once a second: then something may have been missed, or has become due.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int PATIENCE_MS = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DataSource pool;
    private final String channel;
    private final Runnable work;
    private final Thread thread;
    private volatile boolean ended;

    private Notifications(DataSource pool, String channel, Runnable work) {
        this.pool = pool;
        this.channel = channel;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name("odograph-" + channel).unstarted(this::run);
    }

    /**
     * Begins to listen.
     *
     * @param channel a channel's name, of letters and underscores
     * @param work is called from one thread; what it throws is logged, and it is called again
     */
    public static Notifications listen(DataSource pool, String channel, Runnable work) {
        Notifications notifications = new Notifications(pool, channel, work);
        notifications.thread.start();
        return notifications;
    }

    private void run() {
        boolean told = false;
        while (!ended) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
                told = false;
                PGConnection listener = connection.unwrap(PGConnection.class);
                try {
                    while (!ended) {
                        attempt();
                        var unused = listener.getNotifications(PATIENCE_MS);
                    }
                } finally {
                    statement.execute("UNLISTEN *");
                }
            } catch (SQLException e) {
                if (!told && !ended) {
                    told = true;
                    LOG.warn("PostgreSQL cannot be listened to on {}; tried again until it can", channel, e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void attempt() {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!ended) {
                LOG.warn("What follows {} failed; tried again in a second", channel, e);
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofMillis(2L * PATIENCE_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
