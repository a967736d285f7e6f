package dev.odograph.web;

import dev.odograph.query.Executions;
import dev.odograph.query.RunDetails;
import dev.odograph.worker.OpenStores;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The stores that pages read, through connections of their own: a page gives up soon where a worker waits, so that a
 * store that is down makes an error page and not a blank one. Thread-safe.
 */
@ApplicationScoped
public class PageStores extends OpenStores {
    private static final int CONNECTIONS = 6;
    private static final Duration PATIENCE = Duration.ofMillis(1_200);

    private @Nullable RunDetails runs;
    private final ExecutorService behind = Executors.newVirtualThreadPerTaskExecutor();

    public PageStores() {
        super(CONNECTIONS, PATIENCE);
    }

    /** What is known of runs. */
    public synchronized RunDetails runs() {
        RunDetails reader = runs;
        if (reader == null) {
            reader = new RunDetails(
                    stores().postgres(), new Executions(temporal().client()), behind);
            runs = reader;
        }
        return reader;
    }

    @PreDestroy
    void close() {
        behind.shutdownNow();
        disconnect();
    }
}
