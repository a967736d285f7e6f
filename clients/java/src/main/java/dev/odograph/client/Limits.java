package dev.odograph.client;

import java.time.Duration;

/**
 * How long what may take.
 *
 * @param patience for which a server that does not answer is asked again
 * @param longPoll for which a server is asked to wait with its answer
 * @param silence after which a stream of events is lost; the server says something every 15 s
 * @param rows for which a server may be silent while it reads rows: a wide read sorts them before the first one comes
 */
record Limits(Duration patience, Duration longPoll, Duration silence, Duration rows) {
    static final Limits USUAL =
            new Limits(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(10));
    /** Of a server that never answered: more likely a wrong address than one that restarts. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    Limits patience(Duration changed) {
        return new Limits(changed, longPoll, silence, rows);
    }
}
