package dev.odograph.event;

import static dev.odograph.event.KafkaSettings.BOOTSTRAP;
import static dev.odograph.event.KafkaSettings.PROPERTIES;
import static dev.odograph.event.KafkaSettings.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment says of Kafka is taken, or refused with its mend. */
class KafkaSettingsTest {
    @TempDir
    private Path directory;

    @Test
    void withoutABrokerThereIsNoFeed() {
        assertThat(KafkaSettings.of(Map.of(TOPIC, "odograph.events"))).isEmpty();
        assertThat(KafkaSettings.of(Map.of(BOOTSTRAP, " "))).isEmpty();
    }

    @Test
    void brokersTopicAndPropertiesAreTaken() throws Exception {
        Path file = Files.writeString(directory.resolve("kafka.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="b";
                delivery.timeout.ms=20000
                ssl.keystore.location=/etc/keys
                """);
        KafkaSettings settings = KafkaSettings.of(
                        Map.of(BOOTSTRAP, "kafka-1:9092,[::1]:9093", PROPERTIES, file.toString()))
                .orElseThrow();
        assertThat(settings.topic()).isEqualTo("odograph.events");
        assertThat(settings.properties())
                .containsEntry("security.protocol", "SASL_SSL")
                .hasSize(5);
        assertThat(settings.secrets()).containsExactly(file, Path.of("/etc/keys"));
        assertThat(KafkaSink.patience(settings)).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka:", "kafka:0", "kafka:70000", "a:1,,b:2", "https://kafka:9092", "a b:9092"})
    void aBrokerThatIsNoneIsRefused(String bootstrap) {
        assertThatThrownBy(() -> KafkaSettings.of(Map.of(BOOTSTRAP, bootstrap)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ODOGRAPH_KAFKA_BOOTSTRAP is \"" + bootstrap
                        + "\": give brokers as host:port with commas between");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "fleet events", "a/b"})
    void aTopicThatIsNoneIsRefused(String topic) {
        assertThatThrownBy(() -> KafkaSettings.of(Map.of(BOOTSTRAP, "kafka:9092", TOPIC, topic)))
                .hasMessage("ODOGRAPH_KAFKA_TOPIC is \"" + topic
                        + "\": give at most 249 letters, digits, dots, hyphens and underscores");
    }

    @ParameterizedTest
    @CsvSource({
        "acks=1,                     'take acks out, which Odograph sets itself'",
        "transactional.id=a,         'take transactional.id out, which Odograph sets itself'",
        "security.protocl=SSL,       'take security.protocl out, which Kafka''s producer does not know'",
        "security.protocol=TLS,      'mend what Kafka''s producer refuses: Invalid value TLS'",
        "linger.ms=soon,             'mend what Kafka''s producer refuses: Invalid value soon'",
        "request.timeout.ms=30000,   'give delivery.timeout.ms of 30005 at least'",
    })
    void aPropertyThatCannotBeTakenIsRefused(String line, String mend) throws Exception {
        Path file = Files.writeString(directory.resolve("kafka.properties"), line);
        assertThatThrownBy(() -> KafkaSettings.of(Map.of(BOOTSTRAP, "kafka:9092", PROPERTIES, file.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ODOGRAPH_KAFKA_PROPERTIES is \"" + file + "\": " + mend);
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        String file = directory.resolve("none").toString();
        assertThatThrownBy(() -> KafkaSettings.of(Map.of(BOOTSTRAP, "kafka:9092", PROPERTIES, file)))
                .hasMessageStartingWith("ODOGRAPH_KAFKA_PROPERTIES is \"" + file
                        + "\": give a file of properties that the worker can read (");
    }
}
