package dev.odograph.housekeeping;

import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gauges of what the ledger has waiting. Each worker reads all of it, so a dashboard takes the maximum over workers. A
 * gauge that cannot be read any more is NaN, not what it was. Thread-safe.
 */
public final class LedgerGauges {
    private static final String SQL = Sql.resource(LedgerGauges.class, "gauges.sql");

    private record Named(String meter, String description) {}

    private static final Map<String, Named> NAMES = Map.of(
            "runs", new Named("odograph.runs", "Runs that have not ended"),
            "mirror", new Named("odograph.mirror.behind", "Rows of the ledger that ClickHouse's mirror lacks"),
            "events", new Named("odograph.events.unplaced", "Events that have no place in the order yet"),
            "deliveries", new Named("odograph.deliveries.pending", "Deliveries to webhooks that are not made yet"),
            "starts", new Named("odograph.starts.queued", "Accepted starts that Temporal has not taken yet"));

    private record Read(String name, String tag, double value) {
        String key() {
            return name + "/" + tag;
        }
    }

    private final Postgres postgres;
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    public LedgerGauges(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Reads all once; what is read for the first time is registered. */
    public void read() {
        List<Read> all;
        try {
            all = postgres.query(
                    "reading what waits",
                    db -> db.resultQuery(SQL)
                            .fetch(row -> new Read(
                                    row.get("name", String.class),
                                    row.get("tag", String.class),
                                    row.get("value", double.class))));
        } catch (RuntimeException e) {
            values.replaceAll((key, value) -> Double.NaN);
            throw e;
        }
        for (Read read : all) {
            if (values.put(read.key(), read.value()) == null) {
                register(read);
            }
        }
    }

    private void register(Read read) {
        Named named = NAMES.get(read.name());
        if (named == null) {
            throw new IllegalStateException("gauges.sql reads " + read.name() + ", which has no name here");
        }
        Gauge.Builder<?> gauge = Gauge.builder(named.meter(), () -> values.getOrDefault(read.key(), Double.NaN))
                .description(named.description());
        var unused = (read.tag().isEmpty()
                        ? gauge
                        : gauge.tag("status", read.tag().toLowerCase(Locale.ROOT)))
                .register(Metrics.globalRegistry);
    }
}
