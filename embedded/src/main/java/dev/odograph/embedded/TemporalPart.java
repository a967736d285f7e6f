package dev.odograph.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Temporal's development server with its Web UI, on a SQLite file. */
final class TemporalPart implements PartKind {
    static final String UI = "temporal-ui";
    private static final String NAMESPACE = "default";

    private final EmbeddedHome home;
    private final Downloads downloads;
    private final Map<String, String> environment;
    private Path program = Path.of("");

    TemporalPart(EmbeddedHome home, Downloads downloads, Map<String, String> environment) {
        this.home = home;
        this.downloads = downloads;
        this.environment = environment;
    }

    /** A write-ahead log, synced at each commit: as durable as the default, and a quarter faster. */
    private static final List<String> DURABLE = List.of("journal_mode=WAL", "synchronous=2");
    /**
     * The server looks for new tasks at most 20 times a second and shard, and the development server has one shard: a
     * chain of activities would take 100 ms for each.
     */
    private static final List<String> UNTHROTTLED = List.of("transfer", "timer", "visibility");

    @Override
    public String name() {
        return StackPart.TEMPORAL.partName();
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Optional<Path> installed = Commands.find("temporal", environment);
        program = installed.isPresent() ? installed.get() : downloads.load(Download.of(StackPart.TEMPORAL));
        Files.createDirectories(home.data(name()));
    }

    @Override
    public Launch launch(Ports ports) {
        int port = ports.claim(name());
        int ui = ports.claim(UI);
        List<String> command = new ArrayList<>(List.of(program.toString(), "server", "start-dev"));
        command.addAll(List.of("--ip", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--ui-port", Integer.toString(ui), "--ui-disable-news-fetch"));
        command.addAll(List.of(
                "--db-filename", home.data(name()).resolve("temporal.db").toString()));
        command.addAll(List.of("--log-level", "warn", "--log-format", "json"));
        DURABLE.forEach(pragma -> command.addAll(List.of("--sqlite-pragma", pragma)));
        UNTHROTTLED.forEach(queue ->
                command.addAll(List.of("--dynamic-config-value", "history." + queue + "ProcessorMaxPollRPS=1000")));
        for (String attribute : SearchAttributes.ALL) {
            command.addAll(List.of("--search-attribute", attribute + "=Keyword"));
        }
        return new Launch(
                command, personal(), Map.of(name(), port, UI, ui), "127.0.0.1:" + port, "TERM", Duration.ofSeconds(15));
    }

    /** Asks through the UI's server, so that both it and the server behind it are known to answer. */
    @Override
    public boolean isHealthy(Launch launch) throws Exception {
        HttpResponse<String> answer =
                Http.get(URI.create("http://127.0.0.1:" + launch.ports().get(UI) + "/api/v1/namespaces/" + NAMESPACE));
        return answer.statusCode() == 200;
    }

    /** The server keeps closed workflows one day unless told otherwise. */
    @Override
    public void onHealthy(Launch launch) throws IOException, InterruptedException {
        Path done = home.data(name()).resolve("retention-30d");
        if (Files.exists(done)) {
            return;
        }
        Commands.Result result = Commands.run(
                personal(),
                Duration.ofSeconds(30),
                List.of(
                        program.toString(),
                        "operator",
                        "namespace",
                        "update",
                        "--namespace",
                        NAMESPACE,
                        "--retention",
                        "30d",
                        "--address",
                        launch.address()));
        if (!result.isGood()) {
            throw new IOException("the retention of closed workflows cannot be set to 30 days: " + result.tail());
        }
        Files.createFile(done);
    }

    /** In containers USER and HOME are often unset, and the program does not start without. */
    private Map<String, String> personal() {
        return Map.of(
                "USER",
                environment.getOrDefault("USER", "odograph"),
                "HOME",
                environment.getOrDefault("HOME", home.directory().toString()));
    }
}
