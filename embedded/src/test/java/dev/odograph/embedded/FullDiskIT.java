package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ClickHouse on a disk that fills up while it inserts and merges: what it acknowledged is there, all of it. */
class FullDiskIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long BYTES = 1L << 30;
    private static final int MOST_FILLINGS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private Path disk = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + BYTES, "none", disk.toString()),
                "only root may mount a disk to fill");
    }

    @AfterEach
    void unmount() throws Exception {
        succeeds("umount", "-l", disk.toString());
    }

    @Test
    void whatIsAcknowledgedWhileTheDiskFillsUpIsThereAfterwards() throws Exception {
        Map<Integer, Integer> acknowledged = new TreeMap<>();
        EmbeddedHome home = EmbeddedHome.open(disk.resolve("home"));
        try (EmbeddedStack stack = EmbeddedStack.start(home, StackOptions.forTests(StackPart.CLICKHOUSE))) {
            Endpoints endpoints = stack.endpoints();
            assertThat(ask(
                            endpoints,
                            "CREATE TABLE filled (n UInt64, v Float64, w UInt64, INDEX r w TYPE minmax"
                                    + " GRANULARITY 1) ENGINE = MergeTree ORDER BY (n, w)"))
                    .isEmpty();
            int insert = 0;
            int fillings = 0;
            while (restarts(stack) < 2) {
                assertThat(++fillings).as("fillings of which none met a write").isLessThan(MOST_FILLINGS);
                CompletableFuture<Void> filling = CompletableFuture.runAsync(
                        this::fill,
                        CompletableFuture.delayedExecutor(100 + 37L * fillings % 400, TimeUnit.MILLISECONDS));
                for (int refused = 0; refused < 5; insert++) {
                    int rows = 100 + 271 * insert % 3_000;
                    try {
                        ask(
                                endpoints,
                                "INSERT INTO filled SELECT number, rand64() / 3, " + insert + " FROM numbers(" + rows
                                        + ")");
                        acknowledged.put(insert, rows);
                    } catch (IOException e) {
                        refused++;
                    }
                }
                filling.get(1, TimeUnit.MINUTES);
                resize(BYTES);
                awaitUp(stack);
                assertThat(stored(endpoints)).isEqualTo(acknowledged);
                if (insert % 5 == 0) {
                    ask(endpoints, "DELETE FROM filled WHERE w < " + insert);
                    acknowledged.clear();
                }
            }
            assertThat(Files.readString(home.log("clickhouse"))).contains("it ends, so that nothing counts as stored");
        }
        try (EmbeddedStack again = EmbeddedStack.start(home, StackOptions.forTests(StackPart.CLICKHOUSE))) {
            assertThat(stored(again.endpoints())).isEqualTo(acknowledged);
            assertThat(ask(again.endpoints(), "CHECK TABLE filled SETTINGS check_query_single_value_result = 1"))
                    .isEqualTo("1");
        }
    }

    private static int restarts(EmbeddedStack stack) {
        return stack.status()
                .find(StackPart.CLICKHOUSE.partName())
                .orElseThrow()
                .restarts();
    }

    /** Rows by insert, all columns read. */
    private static Map<Integer, Integer> stored(Endpoints endpoints) throws Exception {
        return ask(endpoints, "SELECT w, countIf(NOT isNaN(v)) FROM filled GROUP BY w")
                .lines()
                .map(line -> line.split("\t", -1))
                .collect(Collectors.toMap(
                        row -> Integer.valueOf(row[0]), row -> Integer.valueOf(row[1]), (a, b) -> a, TreeMap::new));
    }

    private static void awaitUp(EmbeddedStack stack) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                ask(stack.endpoints(), "SELECT 1");
                return;
            } catch (Exception e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("ClickHouse does not come back", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /** The answer without its last newline. */
    private static String ask(Endpoints endpoints, String sql) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoints.clickhouseUrl()))
                .header("X-ClickHouse-User", endpoints.clickhouseUser())
                .header("X-ClickHouse-Key", endpoints.clickhousePassword())
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return answer.body().strip();
    }

    /** Leaves no byte free. Others write meanwhile, so it takes some tries. */
    private void fill() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                FileStore store = Files.getFileStore(disk);
                if (tryResize(store.getTotalSpace() - store.getUnallocatedSpace())) {
                    return;
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("the disk does not get full");
    }

    private void resize(long bytes) throws Exception {
        assertThat(tryResize(bytes)).isTrue();
    }

    private boolean tryResize(long bytes) throws Exception {
        return succeeds("mount", "-o", "remount,size=" + bytes, disk.toString());
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
