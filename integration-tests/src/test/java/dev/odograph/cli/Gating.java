package dev.odograph.cli;

import dev.odograph.embedded.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command did in a process of its own, as on a machine of continuous integration: it knows servers by its
 * environment, and starts none.
 *
 * @param code exit code
 * @param out what it printed as its result
 * @param err what else it printed
 */
public record Gating(int code, String out, String err) {
    /** Runs a command. */
    public static Gating run(Endpoints servers, Path home, String... arguments) {
        return run(environment(servers, home), Program.odograph(arguments));
    }

    /**
     * Runs a script by bash in a folder in which the launcher lies where a checkout of Odograph would be.
     *
     * @param variables what the script reads beside
     */
    public static Gating shell(
            Endpoints servers, Path home, Path folder, String script, Map<String, String> variables) {
        try {
            Path launcher = Files.createDirectories(folder.resolve("odograph")).resolve("odograph");
            StringBuilder text = new StringBuilder("#!/bin/sh\nexec");
            Program.odograph().forEach(word -> text.append(" '").append(word).append('\''));
            Files.writeString(launcher, text.append(" \"$@\"\n"));
            if (!launcher.toFile().setExecutable(true)) {
                throw new IOException(launcher + " cannot be made executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = environment(servers, home);
        environment.putAll(variables);
        return run(environment, List.of("bash", "-euo", "pipefail", "-c", "cd '" + folder + "'\n" + script));
    }

    private static Gating run(Map<String, String> environment, List<String> command) {
        try {
            Program.Ended ended = Program.run(environment, command);
            return new Gating(ended.code(), ended.out(), ended.err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Map<String, String> environment(Endpoints servers, Path home) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ODOGRAPH_HOME", home.toString());
        environment.put("ODOGRAPH_POSTGRES_URL", servers.postgresUrl());
        environment.put("ODOGRAPH_POSTGRES_USER", servers.postgresUser());
        environment.put("ODOGRAPH_POSTGRES_PASSWORD", servers.postgresPassword());
        environment.put("ODOGRAPH_CLICKHOUSE_URL", servers.clickhouseUrl());
        environment.put("ODOGRAPH_CLICKHOUSE_USER", servers.clickhouseUser());
        environment.put("ODOGRAPH_CLICKHOUSE_PASSWORD", servers.clickhousePassword());
        environment.put("ODOGRAPH_TEMPORAL_ADDRESS", servers.temporalAddress());
        return environment;
    }
}
