package dev.odograph.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real broker, its own controller, in a process of its own that can be killed and started again. */
final class KafkaBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final Path configuration;
    private final int port;
    private Process process;

    private KafkaBroker(Path directory, int port, Path configuration) {
        this.directory = directory;
        this.port = port;
        this.configuration = configuration;
    }

    static KafkaBroker start(Path directory) throws Exception {
        int port = freePort();
        int controller = freePort();
        Path configuration = directory.resolve("server.properties");
        Files.writeString(configuration, """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                """.formatted(port, controller, directory.resolve("data")));
        KafkaBroker broker = new KafkaBroker(directory, port, configuration);
        Process format = broker.java(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                "4L6g3nShT-eMCtK--X86sw",
                "--config",
                configuration.toString());
        assertThat(format.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(format.exitValue()).as(broker.log()).isZero();
        broker.restart();
        return broker;
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    void restart() throws IOException {
        process = java("kafka.Kafka", configuration.toString());
    }

    /** As a machine that fails does it. */
    void kill() throws InterruptedException {
        assertThat(process.destroyForcibly().waitFor()).isNotZero();
    }

    /** Makes a topic of three partitions, as soon as the broker can. */
    void create(String topic) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            while (true) {
                try {
                    Object made = admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
                            .all()
                            .get();
                    assertThat(made).isNull();
                    return;
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).as(log()).hasCauseInstanceOf(RetriableException.class);
                    assertThat(System.nanoTime()).as(log()).isLessThan(end);
                }
            }
        }
    }

    /** All records of a topic, by key in their order. */
    Map<String, List<ConsumerRecord<String, String>>> records(String topic) {
        Map<String, List<ConsumerRecord<String, String>>> records = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    records.computeIfAbsent(record.key(), key -> new ArrayList<>())
                            .add(record);
                }
            }
        }
        return records;
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("broker.log"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
