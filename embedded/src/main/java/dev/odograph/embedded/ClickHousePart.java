package dev.odograph.embedded;

import dev.odograph.embedded.clickhouse.ClickHouseFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ClickHouse engine in a JVM of its own. */
final class ClickHousePart implements PartKind {
    static final String USER = "odograph";

    private final EmbeddedHome home;
    private final Downloads downloads;
    private final StackOptions options;
    private Path library = Path.of("");
    private Optional<Path> guard = Optional.empty();

    ClickHousePart(EmbeddedHome home, Downloads downloads, StackOptions options) {
        this.home = home;
        this.downloads = downloads;
        this.options = options;
    }

    @Override
    public String name() {
        return StackPart.CLICKHOUSE.partName();
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        library = downloads.load(Download.of(StackPart.CLICKHOUSE));
        guard = WriteGuard.place(downloads);
    }

    @Override
    public Launch launch(Ports ports) {
        int port = ports.claim(name());
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Without it an answer's last packet waits for the client's delayed acknowledgement.
                "-Dsun.net.httpserver.nodelay=true",
                // Longer than clients keep a connection: a request must not meet one that is just being closed.
                "-Dsun.net.httpserver.idleInterval=3600",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ClassPath.ofThisModule(),
                ClickHouseFront.class.getName());
        Map<String, String> environment = new HashMap<>(Map.of(
                "FRONT_LIBRARY", library.toString(),
                "FRONT_DATA", home.data(name()).resolve("data").toString(),
                "FRONT_SPOOL", home.data(name()).resolve("spool").toString(),
                "FRONT_SECRET_FILE", home.secretFile().toString(),
                "FRONT_PORT", Integer.toString(port),
                "FRONT_SLOTS", Integer.toString(options.clickhouseSlots()),
                "FRONT_MEMORY_BYTES", Long.toString(options.clickhouseMemoryBytes()),
                "FRONT_PARENT", Long.toString(ProcessHandle.current().pid())));
        guard.ifPresent(file -> environment.put("LD_PRELOAD", file.toString()));
        return new Launch(
                command, environment, Map.of(name(), port), "http://127.0.0.1:" + port, "TERM", Duration.ofSeconds(40));
    }

    @Override
    public boolean isHealthy(Launch launch) throws Exception {
        return Http.get(URI.create(launch.address() + "/ping")).statusCode() == 200;
    }
}
