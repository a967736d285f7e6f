package dev.odograph.api;

import dev.odograph.embedded.Endpoints;
import dev.odograph.worker.Role;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals by PostgreSQL's NOTIFY, which the transaction sends that ends a run: one connection and one thread for all who
 * wait. Where the connection was lost, all look once after it is back.
 */
@ApplicationScoped
class NotifiedSignals implements RunSignals {
    private static final Logger LOG = LoggerFactory.getLogger(NotifiedSignals.class);
    private static final String CHANNEL = "odograph_run";
    private static final Duration ALIVE = Duration.ofSeconds(20);
    private static final int VALID_S = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private record Listener(Consumer<String> changed, Runnable unsure) {}

    private final ApiStores stores;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    NotifiedSignals(ApiStores stores) {
        this.stores = stores;
    }

    void start(@Observes StartupEvent event) {
        if (Role.of(System.getenv()).contains(Role.API)) {
            Thread.ofPlatform().daemon().name("odograph-signals").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        ended = true;
    }

    @Override
    public void listen(Consumer<String> changed, Runnable unsure) {
        listeners.add(new Listener(changed, unsure));
    }

    private void run() {
        while (!ended) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
                listeners.forEach(listener -> listener.unsure().run());
                receive(connection);
            } catch (SQLException | RuntimeException e) {
                if (!ended) {
                    LOG.warn("Signals of runs are lost until PostgreSQL is back: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!ended) {
            PGNotification[] received = postgres.getNotifications((int) ALIVE.toMillis());
            if (received == null || received.length == 0) {
                if (!connection.isValid(VALID_S)) {
                    throw new SQLException("the connection does not answer");
                }
                continue;
            }
            for (PGNotification notification : received) {
                listeners.forEach(listener -> listener.changed().accept(notification.getParameter()));
            }
        }
    }

    private Connection connect() throws SQLException {
        Endpoints endpoints = stores.endpoints();
        Properties properties = new Properties();
        properties.setProperty("user", endpoints.postgresUser());
        properties.setProperty("password", endpoints.postgresPassword());
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "odograph-signals");
        return DriverManager.getConnection(endpoints.postgresUrl(), properties);
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            ended = true;
            Thread.currentThread().interrupt();
        }
    }
}
