package dev.odograph.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The official MCAP reader, which is in Python. */
final class Mcap {
    private static final String READ = """
            import collections, json, sys
            from mcap.reader import make_reader
            counts, sums, last, ordered = collections.Counter(), collections.Counter(), 0, True
            with open(sys.argv[1], "rb") as file:
                reader = make_reader(file, validate_crcs=True)
                for schema, channel, message in reader.iter_messages():
                    assert schema.encoding == "jsonschema" and channel.message_encoding == "json"
                    names = json.loads(schema.data)["properties"]
                    row = json.loads(message.data)
                    assert set(row) == set(names), (row, names)
                    counts[channel.topic] += 1
                    ordered = ordered and message.log_time >= last
                    last = message.log_time
                    for name, value in row.items():
                        if isinstance(value, (int, float)):
                            sums[channel.topic + "/" + name] += value
                metadata = {k: v for m in reader.iter_metadata() for k, v in m.metadata.items()}
            json.dump({"counts": counts, "sums": sums, "ordered": ordered, "metadata": metadata}, sys.stdout)
            """;

    /** Counts of messages by topic and sums of numbers by topic and column, as JSON. */
    String read(Path file) throws IOException, InterruptedException {
        try (InputStream lock = Objects.requireNonNull(
                Mcap.class.getResourceAsStream("/dev/odograph/dataset/topics.lock"), "topics.lock")) {
            Path python = PythonEnvironments.standard()
                    .load(new PythonLock(new String(lock.readAllBytes(), UTF_8)), line -> {});
            Path answer = Files.createTempFile("mcap", ".json");
            Process process = new ProcessBuilder(List.of(python.toString(), "-I", "-c", READ, file.toString()))
                    .redirectOutput(answer.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError("the reader ended with " + status);
            }
            return Files.readString(answer);
        }
    }
}
