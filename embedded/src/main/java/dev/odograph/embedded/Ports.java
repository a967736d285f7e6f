package dev.odograph.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The ports of a home: chosen once, written down, kept while they are free. Thread-safe. */
final class Ports {
    /** Below the range from which the kernel gives out ports to connections. */
    private static final int LOWEST = 20_000;

    private static final int COUNT = 12_000;
    private static final int TRIES = 200;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Consumer<String> log;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Integer> chosen;

    Ports(Path file, Consumer<String> log) {
        this.file = file;
        this.log = log;
        this.chosen = load(file);
    }

    /** The port of that name: the recorded one where it is free, else a new one, which is said and recorded. */
    synchronized int claim(String name) {
        Integer recorded = chosen.get(name);
        if (recorded != null && isFree(recorded)) {
            return recorded;
        }
        int port = choose();
        if (recorded != null) {
            log.accept("port " + recorded + " of " + name + " is taken by another program: moved to " + port);
        }
        chosen.put(name, port);
        try {
            EmbeddedHome.writeAtomically(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(chosen));
        } catch (IOException e) {
            throw new EmbeddedException(
                    "HOME_UNUSABLE", "the file " + file + " cannot be written (" + e + "); free disk space", e);
        }
        return port;
    }

    /** The recorded ports on which something listens now. */
    static List<String> taken(Path file) {
        return load(file).entrySet().stream()
                .filter(entry -> !isFree(entry.getValue()))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private int choose() {
        for (int i = 0; i < TRIES; i++) {
            int candidate = LOWEST + random.nextInt(COUNT);
            if (!chosen.containsValue(candidate) && isFree(candidate)) {
                return candidate;
            }
        }
        throw new EmbeddedException(
                "NO_FREE_PORT",
                "none of " + TRIES + " ports tried between " + LOWEST + " and " + (LOWEST + COUNT)
                        + " on 127.0.0.1 is free; end programs that listen there");
    }

    private static Map<String, Integer> load(Path file) {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Integer>>() {});
        } catch (IOException e) {
            throw new EmbeddedException(
                    "HOME_UNUSABLE",
                    "the file " + file + " cannot be read (" + e.getMessage() + "); delete it: ports are chosen anew",
                    e);
        }
    }
}
