package dev.odograph.embedded.clickhouse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The program that serves one ClickHouse data directory on one loopback port.
 *
 * <p>Configuration comes by environment variables, so that no secret stands on a command line:
 *
 * <ul>
 *   <li>{@code FRONT_LIBRARY}: path of {@code libchdb.so}
 *   <li>{@code FRONT_DATA}, {@code FRONT_SPOOL}: directories
 *   <li>{@code FRONT_SECRET_FILE}: file whose content is the password
 *   <li>{@code FRONT_PORT}: the port on 127.0.0.1
 *   <li>{@code FRONT_SLOTS}: how many statements run at once
 *   <li>{@code FRONT_MEMORY_BYTES}: what the engine may allocate
 *   <li>{@code FRONT_PARENT}: process id whose end ends this process too
 * </ul>
 *
 * <p>On SIGTERM it takes no new statement, waits 20 s for the running ones, then kills them.
 */
public final class ClickHouseFront {
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final int MAX_THREADS = 256;

    private ClickHouseFront() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        // Without it every small response waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(MAX_THREADS));
        watchParent(Long.parseLong(require(environment, "FRONT_PARENT")));
        int port = Integer.parseInt(require(environment, "FRONT_PORT"));
        String secret = Files.readString(Path.of(require(environment, "FRONT_SECRET_FILE")))
                .strip();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 128);
        Path data = Files.createDirectories(Path.of(require(environment, "FRONT_DATA")));
        for (Path torn : TornMutations.delete(data)) {
            log("deleted the mutation " + torn + ", which was never written whole");
        }
        Engine engine = new Engine(
                new LibChdb(Path.of(require(environment, "FRONT_LIBRARY"))),
                data,
                Integer.parseInt(require(environment, "FRONT_SLOTS")),
                Long.parseLong(require(environment, "FRONT_MEMORY_BYTES")));
        Spool spool = new Spool(Path.of(require(environment, "FRONT_SPOOL")));
        server.createContext(
                "/",
                new QueryHandler(
                        engine,
                        spool,
                        new Gate(secret, port),
                        TimeZone.getDefault().getID()));
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(8, MAX_THREADS, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
        server.setExecutor(threads);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(server, engine), "shutdown"));
        server.start();
        log("serving on 127.0.0.1:" + port);
    }

    private static void shutDown(HttpServer server, Engine engine) {
        try {
            log("shutting down: waiting for running statements");
            if (!engine.awaitIdle(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                log("statements still run after " + DRAIN.toSeconds() + " s: killing them");
                engine.killAll();
                if (!engine.awaitIdle(5, TimeUnit.SECONDS)) {
                    log("statements do not end: leaving without them");
                    return;
                }
            }
            server.stop(0);
            engine.close();
            log("closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void watchParent(long pid) {
        ProcessHandle parent = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalArgumentException("FRONT_PARENT " + pid + " is not a running process"));
        parent.onExit().thenRun(() -> {
            log("the supervisor is gone");
            System.exit(0);
        });
    }

    private static String require(Map<String, String> environment, String name) throws IOException {
        String value = environment.get(name);
        if (value == null) {
            throw new IOException("the environment variable " + name + " is not set; start me by the supervisor");
        }
        return value;
    }

    static void log(String line, Throwable cause) {
        log(line);
        cause.printStackTrace(System.out);
    }

    static void log(String line) {
        System.out.println(Instant.now() + " " + line);
    }
}
