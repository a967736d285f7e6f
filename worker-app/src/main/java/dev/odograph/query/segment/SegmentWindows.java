package dev.odograph.query.segment;

import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.McapWriter;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Nearest;
import dev.odograph.query.TimeColumn;
import dev.odograph.query.segment.SegmentTables.MetricTable;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.Digests;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.lineage.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows of a segment as files: what was recorded and the metrics of it. A file is kept for some minutes, because viewers
 * ask for it in parts. Thread-safe.
 */
public final class SegmentWindows {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWindows.class);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long MOST_ROWS = 500_000;
    private static final long AROUND_MS = 10_000;

    private final SegmentFinder finder;
    private final Path directory;
    private final McapWriter mcap;

    /**
     * Windows of what these stores hold.
     *
     * @param directory where files are made; it need not exist
     */
    public SegmentWindows(
            Postgres postgres,
            DatasetStore datasets,
            ClickHouse clickhouse,
            Path directory,
            PythonEnvironments environments) {
        this.finder = new SegmentFinder(postgres, datasets, clickhouse);
        this.directory = directory;
        this.mcap = new McapWriter(environments);
    }

    /**
     * A file.
     *
     * @param path where it is
     * @param name what to call it: letters, digits, {@code _ . -} only
     */
    public record WindowFile(Path path, String name, WindowFormat format) {}

    /** A table of the window: its rows, and the column that says when. */
    private record Part(String name, boolean metric, TableRows rows, TimeColumn time, Map<String, String> units) {
        String condition(long from, long to) {
            String at = rows.quoted(time.name()) + (time.ms() == 1 ? "" : " * " + time.ms());
            return rows.fromWhere() + " AND " + at + " BETWEEN " + from + " AND " + to;
        }

        String select(long from, long to) {
            return "SELECT * " + condition(from, to) + " ORDER BY " + rows.quoted(time.name());
        }

        String topic() {
            return (metric ? "/metrics/" : "/recording/") + name;
        }
    }

    /**
     * Writes a window: that of the question, else ten seconds around its moment, else the whole segment.
     *
     * @param table the table of a CSV or Parquet file; null for the first. An MCAP file has all
     * @throws OdographException those of {@link SegmentAnswers#load}; ARGUMENT_INVALID where there is no such table;
     *     QUERY_TOO_LARGE where the window has more than 500,000 rows; PYTHON_UNAVAILABLE
     */
    public WindowFile write(SegmentQuestion question, WindowFormat format, @Nullable String table) {
        SegmentTables tables = finder.find(question);
        Long at = question.at();
        boolean given = question.from() != null || question.to() != null;
        long from = at != null && !given ? at - AROUND_MS : SegmentAnswers.from(question, tables);
        long to = at != null && !given ? at + AROUND_MS : SegmentAnswers.to(question, tables);
        List<Part> parts = parts(tables);
        List<Part> wanted = format == WindowFormat.MCAP ? parts : List.of(chosen(parts, table, question));
        requireSmall(wanted, from, to);
        String key = Digests.sha256Hex(Stream.concat(
                        Stream.of(
                                tables.dataset().datasetId(),
                                tables.segment().segmentId(),
                                tables.segment().contentDigest(),
                                Long.toString(from),
                                Long.toString(to),
                                format.ending(),
                                wanted.stream().map(Part::topic).collect(Collectors.joining(","))),
                        tables.sources().stream().map(SegmentAnswer.Source::runId))
                .toArray(String[]::new));
        String name = (tables.segment().segmentId() + (wanted.size() == 1 ? "_" + wanted.getFirst().name : "") + "_"
                        + from + "-" + to + "ms." + format.ending())
                .replaceAll("[^A-Za-z0-9_.-]", "_");
        return new WindowFile(made(key, format, wanted, tables, from, to), name, format);
    }

    private static List<Part> parts(SegmentTables tables) {
        List<Part> parts = new ArrayList<>();
        for (TimedTable timed : tables.timed()) {
            if (!timed.metric()) {
                Map<String, String> units = new HashMap<>(Map.of(timed.time().name(), "ms"));
                timed.numbers().stream()
                        .filter(number -> number.unit() != null)
                        .forEach(number -> units.put(number.column(), String.valueOf(number.unit())));
                parts.add(new Part(timed.name(), false, timed.rows(), timed.time(), units));
            }
        }
        for (MetricTable metric : tables.metrics()) {
            TimeColumn.of(metric.schema())
                    .ifPresent(time -> parts.add(new Part(
                            metric.name(),
                            true,
                            metric.rows(),
                            time,
                            metric.schema().columns().stream()
                                    .filter(column -> column.unit() != null)
                                    .collect(Collectors.toMap(
                                            ColumnSpec::name, column -> String.valueOf(column.unit()))))));
        }
        return parts;
    }

    private static Part chosen(List<Part> parts, @Nullable String table, SegmentQuestion question) {
        List<String> names = parts.stream().map(Part::name).toList();
        return parts.stream()
                .filter(part -> table == null || part.name.equals(table))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> near = table == null ? List.of() : Nearest.of(table, names);
                    return new OdographException(
                            ErrorCode.ARGUMENT_INVALID,
                            "Segment " + question.segmentId() + " has no table "
                                    + (table == null ? "with times" : "\"" + table + "\"")
                                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                                    + " There are " + String.join(", ", names));
                });
    }

    private static void requireSmall(List<Part> parts, long from, long to) {
        long rows = 0;
        for (Part part : parts) {
            Object count = part.rows.rows("SELECT count(*) " + part.condition(from, to))
                    .getFirst()[0];
            rows += count instanceof Number number ? number.longValue() : 0;
        }
        if (rows > MOST_ROWS) {
            throw new OdographException(
                    ErrorCode.QUERY_TOO_LARGE,
                    "The window from " + from + " to " + to + " ms has " + rows + " rows; a file has at most "
                            + MOST_ROWS + ": choose a smaller window by from and to");
        }
    }

    private Path made(String key, WindowFormat format, List<Part> parts, SegmentTables tables, long from, long to) {
        try {
            Files.createDirectories(directory);
            forgetOld();
            Path file = directory.resolve(key + "." + format.ending());
            if (Files.exists(file)) {
                return file;
            }
            Path work = directory.resolve("making-" + UUID.randomUUID());
            Files.createDirectories(work);
            try {
                if (format == WindowFormat.MCAP) {
                    mcap(file, parts, tables, from, to, work);
                } else {
                    Path part = work.resolve("rows");
                    parts.getFirst().rows.write(parts.getFirst().select(from, to), format, part);
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                delete(work);
            }
            return file;
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL,
                    "A window cannot be written to " + directory + " (" + e + "): free space in the data directory",
                    e);
        }
    }

    private void mcap(Path file, List<Part> parts, SegmentTables tables, long from, long to, Path work)
            throws IOException {
        List<McapWriter.Topic> topics = new ArrayList<>();
        for (Part part : parts) {
            Path rows = work.resolve(topics.size() + ".parquet");
            part.rows.write(part.select(from, to), WindowFormat.PARQUET, rows);
            topics.add(
                    new McapWriter.Topic(part.topic(), rows.toString(), part.time.name(), part.time.ms(), part.units));
        }
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("dataset", tables.dataset().name() + "@" + tables.dataset().version());
        metadata.put("segment", tables.segment().segmentId());
        metadata.put("content_digest", tables.segment().contentDigest());
        metadata.put("from_ms", Long.toString(from));
        metadata.put("to_ms", Long.toString(to));
        tables.sources().forEach(source -> metadata.put("run of " + source.metric(), source.runId()));
        mcap.write(file, startNs(tables, from), metadata, topics, LOG::info);
    }

    /** The log time of the segment's time 0: when it was recorded, else 1970. Log times are never negative. */
    static long startNs(SegmentTables tables, long from) {
        Instant recorded = tables.segment().recordedAt();
        long start = recorded == null ? 0 : Math.multiplyExact(recorded.toEpochMilli(), 1_000_000L);
        return Math.max(start, -from * 1_000_000L);
    }

    private void forgetOld() throws IOException {
        Instant old = Instant.now().minus(KEPT);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Files.exists(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    delete(file);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
