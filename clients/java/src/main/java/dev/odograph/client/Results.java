package dev.odograph.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Rows of one metric: what channel {@code latest} publishes, unless a channel, run or version is given. Nothing is read until {@link
 * #open} or {@link #save}. Columns have the units that the metric's schema declares, as {@link Odograph#graphs()} has them. Immutable.
 */
public final class Results {
    private final Transport transport;
    private final String namespace;
    private final String metric;
    private final Query query;

    private Results(Transport transport, String namespace, String metric, Query query) {
        this.transport = transport;
        this.namespace = namespace;
        this.metric = metric;
        this.query = query;
    }

    static Results of(Transport transport, String metric) {
        Arguments.given("metric", metric);
        int slash = metric.lastIndexOf('/');
        return new Results(
                transport, slash < 0 ? "default" : metric.substring(0, slash), metric.substring(slash + 1), Query.NONE);
    }

    /** Of this dataset; of the one that was published last unless given. */
    public Results dataset(String name) {
        return with(query.with("dataset", name));
    }

    /** What this channel publishes. Replaces a run or version. */
    public Results channel(String name) {
        return with(whose().with("channel", name));
    }

    /** Of this run, published or not. Replaces a channel or version. */
    public Results run(String runId) {
        return with(whose().with("run", runId));
    }

    /** Of this version of the metric, {@code major.minor}. Replaces a channel or run. */
    public Results version(String version) {
        return with(whose().with("version", version));
    }

    /** These columns only. */
    public Results columns(String... names) {
        return with(query.with("columns", String.join(",", names)));
    }

    /** At most so many rows. */
    public Results limit(long rows) {
        return with(query.with("limit", rows));
    }

    /**
     * Rows as a stream, read as they are taken.
     *
     * @throws OdographException METRIC_NOT_FOUND, RUN_NOT_FOUND, DATASET_NOT_FOUND; what the server says else
     */
    public Rows open(ResultFormat format) {
        Call call = Call.of(Operation.READ_RESULTS, namespace, metric)
                .query(query.with("format", format.word()))
                .headers(Map.of("Accept", format.mediaType()))
                .asRows()
                .timeout(transport.limits().rows());
        HttpResponse<Body> answer = transport.ask(call);
        InputStream stream = answer.body().stream();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith(format.mediaType())) {
            answer.body().close();
            throw OdographException.unknown(answer, null);
        }
        return new Rows(
                stream,
                transport.limits().rows(),
                answer.headers().firstValue("Odograph-Run").orElse(""),
                answer.headers()
                        .firstValue("Odograph-Segments")
                        .filter(value -> value.matches("\\d{1,18}"))
                        .map(value -> OptionalLong.of(Long.parseLong(value)))
                        .orElseGet(OptionalLong::empty));
    }

    /**
     * Writes rows into a file, which is there whole or not at all; they need not fit into memory. Replaces a file of that name.
     *
     * @return the file
     * @throws OdographException as of {@link #open}; SERVER_UNAVAILABLE where the answer broke off
     * @throws UncheckedIOException the file cannot be written
     */
    public Path save(Path file, ResultFormat format) {
        // Named apart, so that two writers of one file do not write into each other's.
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (Rows rows = open(format);
                    var to = Files.newOutputStream(part)) {
                byte[] chunk = new byte[1 << 16];
                for (int count = next(rows, chunk); count >= 0; count = next(rows, chunk)) {
                    to.write(chunk, 0, count);
                }
            }
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(part);
        }
    }

    private int next(Rows rows, byte[] chunk) {
        try {
            return rows.read(chunk);
        } catch (IOException e) {
            throw OdographException.unanswered(transport.base(), e);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Query whose() {
        return query.without("channel").without("run").without("version");
    }

    private Results with(Query changed) {
        return new Results(transport, namespace, metric, changed);
    }

    @Override
    public String toString() {
        return "Results of " + namespace + "/" + metric + query.text();
    }
}
