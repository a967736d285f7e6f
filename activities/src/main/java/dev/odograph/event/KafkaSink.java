package dev.odograph.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Kafka: events as CloudEvents in structured mode, https://github.com/cloudevents/spec (Kafka protocol binding),
 * keyed by their run. The one class that knows Kafka, so that nothing of it is loaded where there is no feed.
 */
final class KafkaSink implements EventSink {
    private static final Map<String, Object> USUAL = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "odograph",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000",
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false",
            ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");

    private static final List<Header> HEADERS =
            List.of(new RecordHeader("content-type", (CloudEvents.MEDIA_TYPE + "; charset=UTF-8").getBytes(UTF_8)));

    private final String topic;
    private final Duration block;
    private final KafkaProducer<String, String> producer;
    private volatile boolean failed;
    private volatile boolean closed;

    KafkaSink(KafkaSettings settings) {
        this.topic = settings.topic();
        this.block = duration(new ProducerConfig(configuration(settings)), ProducerConfig.MAX_BLOCK_MS_CONFIG);
        this.producer = new KafkaProducer<>(configuration(settings), new StringSerializer(), new StringSerializer());
    }

    /** What is wrong with the properties, as a mend; empty where nothing is. Whether Kafka is there is not asked. */
    static Optional<String> problem(KafkaSettings settings) {
        for (String name : settings.properties().keySet()) {
            if (!ProducerConfig.configNames().contains(name)) {
                return Optional.of("take " + name + " out, which Kafka's producer does not know");
            }
        }
        try {
            ProducerConfig config = new ProducerConfig(configuration(settings));
            long least = config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)
                    + config.getLong(ProducerConfig.LINGER_MS_CONFIG);
            return config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < least
                    ? Optional.of("give delivery.timeout.ms of " + least
                            + " at least, the sum of request.timeout.ms and linger.ms")
                    : Optional.empty();
        } catch (ConfigException e) {
            return Optional.of("mend what Kafka's producer refuses: " + e.getMessage());
        }
    }

    /** How long {@link #send} may take. */
    static Duration patience(KafkaSettings settings) {
        ProducerConfig config = new ProducerConfig(configuration(settings));
        return duration(config, ProducerConfig.MAX_BLOCK_MS_CONFIG)
                .multipliedBy(2)
                .plusMillis(config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
    }

    private static Duration duration(ProducerConfig config, String name) {
        return Duration.ofMillis(config.getLong(name));
    }

    private static Map<String, Object> configuration(KafkaSettings settings) {
        Map<String, Object> all = new HashMap<>(USUAL);
        all.putAll(settings.properties());
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // What follows a batch waits for it: the order needs no argument, and events are few for Kafka.
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return all;
    }

    @Override
    public Outcome send(List<Event> events) {
        long until = System.nanoTime() + block.toNanos();
        Thread caller = Thread.currentThread();
        List<Future<RecordMetadata>> underWay = new ArrayList<>();
        Exception thrown = null;
        try {
            for (Event event : events) {
                if (failed || System.nanoTime() > until) {
                    break;
                }
                underWay.add(producer.send(
                        new ProducerRecord<>(topic, null, event.subject(), CloudEvents.json(event), HEADERS),
                        (metadata, failure) -> settled(failure, caller)));
            }
        } catch (RuntimeException e) {
            thrown = e;
        }
        for (int taken = 0; taken < underWay.size(); taken++) {
            try {
                var _ = underWay.get(taken).get();
            } catch (ExecutionException e) {
                return new Outcome(taken, e.getCause() instanceof Exception cause ? cause : e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome(taken, e);
            }
        }
        return new Outcome(underWay.size(), thrown);
    }

    /**
     * What follows a record that failed must not overtake it, so nothing that waits is sent any more. One that fails in the
     * caller's thread, as too large, has nothing behind it; those before it go on.
     */
    private void settled(@Nullable Exception failure, Thread caller) {
        if (failure != null) {
            failed = true;
            if (Thread.currentThread() != caller && !closed) {
                close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ZERO);
    }
}
