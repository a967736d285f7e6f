package dev.odograph.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what PostgreSQL notifies of on a channel, from one thread and over one connection, which is looked after: one that
 * answers no more is made anew.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int PATIENCE_MS = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** A connection may be dead without a word. */
    private static final Duration ALIVE = Duration.ofSeconds(20);

    private static final int VALID_S = 5;

    /** Who is told. Called from one thread; what it throws is logged. */
    public interface Listener {
        /** Something may have been missed: it begins to listen, or a lost connection is back. */
        void unsure();

        /** These texts were notified; none, about once a second, where nothing was. */
        void told(List<String> texts);
    }

    private final DataSource pool;
    private final String channel;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean ended;

    private Notifications(DataSource pool, String channel, Listener listener) {
        this.pool = pool;
        this.channel = channel;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("odograph-" + channel).unstarted(this::run);
    }

    /**
     * Begins to listen.
     *
     * @param channel a channel's name, of letters and underscores
     */
    public static Notifications listen(DataSource pool, String channel, Listener listener) {
        Notifications notifications = new Notifications(pool, channel, listener);
        notifications.thread.start();
        return notifications;
    }

    /** Begins to listen, for work that is to be done whenever there may be some: at each word, and once a second. */
    public static Notifications listen(DataSource pool, String channel, Runnable work) {
        return listen(pool, channel, new Listener() {
            @Override
            public void unsure() {
                work.run();
            }

            @Override
            public void told(List<String> texts) {
                work.run();
            }
        });
    }

    private void run() {
        boolean said = false;
        while (!ended) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
                said = false;
                attempt(listener::unsure);
                try {
                    receive(connection);
                } finally {
                    statement.execute("UNLISTEN *");
                }
            } catch (SQLException e) {
                if (!said && !ended) {
                    said = true;
                    LOG.warn("PostgreSQL cannot be listened to on {}; tried again until it can", channel, e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        long heard = System.nanoTime();
        while (!ended) {
            PGNotification[] received = postgres.getNotifications(PATIENCE_MS);
            List<String> texts = received == null
                    ? List.of()
                    : Arrays.stream(received).map(PGNotification::getParameter).toList();
            if (!texts.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > ALIVE.toNanos()) {
                if (!connection.isValid(VALID_S)) {
                    throw new SQLException("the connection does not answer");
                }
                heard = System.nanoTime();
            }
            attempt(() -> listener.told(texts));
        }
    }

    private void attempt(Runnable telling) {
        try {
            telling.run();
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
