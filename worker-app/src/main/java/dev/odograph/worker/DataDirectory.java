package dev.odograph.worker;

import dev.odograph.event.KafkaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the worker keeps files in the stack's data directory.
 *
 * @param home the data directory
 */
public record DataDirectory(Path home) {
    /** Store of bundles; they lie in its folder {@code bundles}. */
    public Path bundleStore() {
        return home;
    }

    /** Content-addressed artifacts. */
    public Path artifacts() {
        return home.resolve("artifacts");
    }

    /** Files of stages under way. On the artifacts' disk, so that finished files are moved, not copied. */
    public Path scratch() {
        return home.resolve("scratch");
    }

    /** Working directories of step hosts. */
    public Path hosts() {
        return home.resolve("hosts");
    }

    /** Logs of step hosts. */
    public Path hostLogs() {
        return home.resolve("logs").resolve("hosts");
    }

    /** Recordings that were copied, mapped or simulated. */
    public Path recordings() {
        return home.resolve("recordings");
    }

    /** What author code must not see: passwords and keys of the stores and of Kafka, and the stores' own files. */
    public List<Path> secrets() {
        Stream<Path> own = Stream.of("secret", "state.json", "extras.json", "postgresql", "clickhouse", "temporal")
                .map(home::resolve);
        Stream<Path> named = Stream.concat(
                PayloadKeys.file(System.getenv()).stream(),
                KafkaSettings.of(System.getenv()).stream().flatMap(kafka -> kafka.secrets().stream()));
        return Stream.concat(own, named).toList();
    }
}
