package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The topic of Kafka that events are sent to.
 *
 * @param bootstrap addresses of brokers, {@code host:port} with commas between
 * @param topic its name
 * @param properties of the producer, beside those that the feed sets
 * @param secrets files with credentials, which authors' code must not see
 */
public record KafkaSettings(String bootstrap, String topic, Map<String, String> properties, List<Path> secrets) {
    /** Variable with the brokers; without it there is no feed. */
    public static final String BOOTSTRAP = "ODOGRAPH_KAFKA_BOOTSTRAP";
    /** Variable with the topic. */
    public static final String TOPIC = "ODOGRAPH_KAFKA_TOPIC";
    /** Variable with the path of a file of properties. */
    public static final String PROPERTIES = "ODOGRAPH_KAFKA_PROPERTIES";

    private static final String SERVER = "(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):([1-9][0-9]{0,4})";

    /** What order and delivery rest on. */
    private static final List<String> OURS = List.of(
            "acks",
            "bootstrap.servers",
            "enable.idempotence",
            "key.serializer",
            "max.in.flight.requests.per.connection",
            "partitioner.class",
            "partitioner.ignore.keys",
            "retries",
            "transactional.id",
            "value.serializer");

    public KafkaSettings {
        requireNonNull(bootstrap, "bootstrap is null");
        requireNonNull(topic, "topic is null");
        properties = Map.copyOf(requireNonNull(properties, "properties is null"));
        secrets = List.copyOf(requireNonNull(secrets, "secrets is null"));
    }

    /**
     * From the environment; empty where no broker is named.
     *
     * @throws IllegalArgumentException that names the variable, its value and the mend
     */
    public static Optional<KafkaSettings> of(Map<String, String> environment) {
        String bootstrap = environment.getOrDefault(BOOTSTRAP, "").strip();
        if (bootstrap.isEmpty()) {
            return Optional.empty();
        }
        for (String server : bootstrap.split(",", -1)) {
            if (!server.strip().matches(SERVER) || port(server) > 65_535) {
                throw refused(BOOTSTRAP, bootstrap, "give brokers as host:port with commas between");
            }
        }
        String topic = environment.getOrDefault(TOPIC, "").strip();
        topic = topic.isEmpty() ? "odograph.events" : topic;
        if (!topic.matches("[A-Za-z0-9._-]{1,249}") || topic.equals(".") || topic.equals("..")) {
            throw refused(TOPIC, topic, "give at most 249 letters, digits, dots, hyphens and underscores");
        }
        String file = environment.getOrDefault(PROPERTIES, "").strip();
        KafkaSettings settings = file.isEmpty()
                ? new KafkaSettings(bootstrap, topic, Map.of(), List.of())
                : read(bootstrap, topic, file);
        KafkaSink.problem(settings).ifPresent(problem -> {
            throw refused(PROPERTIES, file, problem);
        });
        return Optional.of(settings);
    }

    private static KafkaSettings read(String bootstrap, String topic, String file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(PROPERTIES, file, "give a file of properties that the worker can read (" + e + ")");
        }
        Map<String, String> properties = new TreeMap<>();
        for (String name : read.stringPropertyNames()) {
            if (OURS.contains(name)) {
                throw refused(PROPERTIES, file, "take " + name + " out, which Odograph sets itself");
            }
            properties.put(name, read.getProperty(name).strip());
        }
        List<Path> secrets = Stream.concat(Stream.of(file), Stream.ofNullable(properties.get("ssl.keystore.location")))
                .map(Path::of)
                .toList();
        return new KafkaSettings(bootstrap, topic, properties, secrets);
    }

    private static int port(String server) {
        return Integer.parseInt(server.strip().substring(server.strip().lastIndexOf(':') + 1));
    }

    private static IllegalArgumentException refused(String name, String value, String mend) {
        return new IllegalArgumentException(name + " is \"" + value + "\": " + mend);
    }
}
