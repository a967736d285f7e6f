package dev.odograph.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Runs an {@link ExtraPart}. */
final class ExtraPartKind implements PartKind {
    private final EmbeddedHome home;
    private final ExtraPart extra;

    ExtraPartKind(EmbeddedHome home, ExtraPart extra) {
        this.home = home;
        this.extra = extra;
    }

    @Override
    public String name() {
        return extra.name();
    }

    @Override
    public void prepare() {}

    @Override
    public Launch launch(Ports ports) {
        int port = ports.claim(name());
        Map<String, String> environment = new HashMap<>();
        extra.environment().forEach((name, value) -> environment.put(name, fill(value, port)));
        environment.put("ODOGRAPH_HOME", home.directory().toString());
        return new Launch(
                extra.command().stream().map(word -> fill(word, port)).toList(),
                environment,
                Map.of(name(), port),
                "http://127.0.0.1:" + port,
                "TERM",
                Duration.ofSeconds(30));
    }

    @Override
    public boolean isHealthy(Launch launch) throws Exception {
        int port = launch.ports().getOrDefault(name(), 0);
        return Http.get(URI.create(fill(extra.healthUrl(), port))).statusCode() < 400;
    }

    private String fill(String text, int port) {
        return text.replace("${port}", Integer.toString(port))
                .replace("${home}", home.directory().toString());
    }
}
