package dev.odograph.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many who wait and many who start: clients that wait for one run by long poll, with the time from its end to their answers;
 * then starts at a steady rate, with how many were accepted and how many of these the API knows afterwards. Arguments: the
 * API's address, its process id (for memory), a graph, a dataset whose run lasts some seconds, a small dataset, a bundle,
 * clients (1000), starts a second (200), seconds (30).
 */
public final class AwaitBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String api;
    private final Path status;
    private final String body;
    private final String large;
    private final String small;

    private AwaitBenchmark(String[] arguments) {
        this.api = arguments[0];
        this.status = Path.of("/proc", arguments[1], "status");
        this.large = arguments[3];
        this.small = arguments[4];
        this.body = "{\"graph\":\"" + arguments[2] + "\",\"dataset\":\"%s\",\"bundle\":\"" + arguments[5]
                + "\",\"run_id\":\"%s\",\"target_rows\":%d}";
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        AwaitBenchmark benchmark = new AwaitBenchmark(arguments);
        benchmark.await(number(arguments, 6, 1_000));
        benchmark.start(number(arguments, 7, 200), number(arguments, 8, 30));
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void await(int clients) throws IOException, InterruptedException {
        // Once without, so that classes are loaded.
        String first = "await-" + System.currentTimeMillis();
        start(first, small, 500_000);
        settled(first);
        print("before", 0);
        String runId = first + "-measured";
        // Partitions of another size are computed anew.
        start(runId, large, 20_000 + System.currentTimeMillis() % 20_000);
        List<CompletableFuture<Instant>> answers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            answers.add(waiter(runId));
        }
        while (!get("/api/runs/" + runId).body().contains("\"status\":\"RUNNING\"")) {
            Thread.onSpinWait();
        }
        print("waiting", clients);
        List<Instant> at =
                answers.stream().map(CompletableFuture::join).sorted().toList();
        Instant end = Instant.parse(JSON.readTree(get("/api/runs/" + runId).body())
                .get("finished_at")
                .asText());
        print("after", clients);
        System.out.printf(
                Locale.ROOT,
                "woken: p50 %d ms, p99 %d ms, last %d ms after the run's end%n",
                millis(end, at.get(clients / 2)),
                millis(end, at.get(clients * 99 / 100)),
                millis(end, at.getLast()));
    }

    /** Asks again where the run had not ended. */
    private CompletableFuture<Instant> waiter(String runId) {
        return CLIENT.sendAsync(
                        request("/api/runs/" + runId + "?wait=60s").build(), HttpResponse.BodyHandlers.ofString())
                .thenCompose(answer -> answer.body().contains("\"status\":\"SUCCEEDED\"")
                        ? CompletableFuture.completedFuture(Instant.now())
                        : waiter(runId));
    }

    private void start(int perSecond, int seconds) throws IOException, InterruptedException {
        String prefix = "flood-" + System.currentTimeMillis() + "-";
        ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            long due = began + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            String runId = prefix + i;
            sent.add(CLIENT.sendAsync(post(runId, small, 500_000), HttpResponse.BodyHandlers.ofString())
                    .handle((answer, problem) -> {
                        took.add(System.nanoTime() - due);
                        if (problem == null && answer.statusCode() == 202) {
                            accepted.add(runId);
                        } else {
                            refused.incrementAndGet();
                        }
                        return null;
                    }));
        }
        sent.forEach(CompletableFuture::join);
        double spent = (System.nanoTime() - began) / 1e9;
        List<Long> sorted = took.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "starts: %d accepted, %d refused in %.1f s; answered in p50 %d ms, p99 %d ms%n",
                accepted.size(),
                refused.get(),
                spent,
                TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() / 2)),
                TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() * 99 / 100)));
        print("after starts", accepted.size());
        Set<String> known = known(prefix);
        Set<String> lost = new HashSet<>(accepted);
        lost.removeAll(known);
        System.out.println("known to the API: " + known.size() + ", lost: " + lost.size());
    }

    private Set<String> known(String prefix) throws IOException, InterruptedException {
        Set<String> known = new HashSet<>();
        String cursor = "";
        while (true) {
            JsonNode page = JSON.readTree(get("/api/runs?limit=500" + cursor).body());
            for (JsonNode run : page.get("items")) {
                if (run.get("run_id").asText().startsWith(prefix)) {
                    known.add(run.get("run_id").asText());
                }
            }
            if (page.get("next").isNull()) {
                return known;
            }
            cursor = "&cursor=" + page.get("next").asText();
        }
    }

    private void settled(String runId) throws IOException, InterruptedException {
        while (!get("/api/runs/" + runId + "?wait=60s").body().contains("\"status\":\"SUCCEEDED\"")) {
            Thread.onSpinWait();
        }
    }

    private void start(String runId, String dataset, long targetRows) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                CLIENT.send(post(runId, dataset, targetRows), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("the start was refused: " + answer.body());
        }
    }

    private HttpRequest post(String runId, String dataset, long targetRows) {
        return request("/api/runs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(String.format(Locale.ROOT, body, dataset, runId, targetRows)))
                .build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api + path)).timeout(Duration.ofMinutes(3));
    }

    private void print(String when, int count) throws IOException {
        List<String> lines = Files.readAllLines(status);
        System.out.printf(
                Locale.ROOT, "%s (%d): %s, %s%n", when, count, line(lines, "VmRSS:"), line(lines, "Threads:"));
    }

    private static String line(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElse(name)
                .replaceAll("\\s+", " ");
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
