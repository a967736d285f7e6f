package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.SegmentInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recordings as a local run reads them: straight from files, without a dataset. Parquet is referred to in place. CSV
 * becomes Parquet in a scratch directory: by a mapping query, or with its columns cast to the types that the graph's
 * sources declare. Not thread-safe.
 */
public final class LocalRecordings {
    private static final Pattern TABLE = Pattern.compile("([a-z][a-z0-9_]*)=(.+)");

    private final GraphSpec graph;
    private final @Nullable String mapping;
    private final Path scratch;
    private final Problems problems = new Problems();

    /**
     * Reads for one graph.
     *
     * @param mapping DuckDB query with {@code $file} for CSV files; null to take their columns as they are named
     * @param scratch empty directory for what CSV files become
     */
    public LocalRecordings(GraphSpec graph, @Nullable String mapping, Path scratch) {
        this.graph = graph;
        this.mapping = mapping;
        this.scratch = scratch;
    }

    /**
     * The segments in files, directories and globs, as an import finds them: one per Parquet file; one per
     * {@code segment_id} in a CSV file, or its file name where it has no such column. A path {@code TABLE=PATH} gives
     * one table of recordings that have several: with one file for each table they are one recording, else files of
     * one name are.
     *
     * @throws OdographException with all problems of all files and the first one's code
     */
    public List<SegmentInput> find(List<String> paths) {
        Map<String, String> named = named(paths);
        List<String> plain =
                paths.stream().filter(path -> !TABLE.matcher(path).matches()).toList();
        List<String> csv = plain.stream().filter(LocalRecordings::csv).toList();
        List<String> parquet = plain.stream().filter(path -> !csv(path)).toList();
        Map<String, SegmentInput> segments = new TreeMap<>();
        try (Engine engine = new Engine(scratch)) {
            for (SegmentFiles files : tables(named)) {
                attempt(() -> add(segments, parquet(engine, files)));
            }
            for (SegmentFiles files : files(false, parquet)) {
                attempt(() -> add(segments, parquet(engine, files)));
            }
            int number = 0;
            for (SegmentFiles files : files(true, csv)) {
                Path directory = scratch.resolve("csv-" + number++);
                attempt(() -> csv(engine, files, directory).forEach(segment -> add(segments, segment)));
            }
        }
        problems.throwIfAny("local run of " + graph.name(), "nothing was run");
        return List.copyOf(segments.values());
    }

    private Map<String, String> named(List<String> paths) {
        Map<String, String> named = new TreeMap<>();
        for (String path : paths) {
            Matcher table = TABLE.matcher(path);
            if (table.matches() && named.put(table.group(1), table.group(2)) != null) {
                problems.add(
                        ErrorCode.ARGUMENT_INVALID,
                        Shown.quoted(path) + ": table " + table.group(1)
                                + " is given twice; give one path for it, such as a directory");
            }
        }
        return named;
    }

    private Collection<SegmentFiles> tables(Map<String, String> named) {
        if (named.isEmpty()) {
            return List.of();
        }
        TreeMap<String, Path> files = new TreeMap<>();
        named.forEach((table, path) -> files.put(table, Path.of(path)));
        return files.values().stream().allMatch(Files::isRegularFile)
                ? List.of(new SegmentFiles(FileFinder.stem(files.firstEntry().getValue()), files))
                : new FileFinder(false, problems).findTables(named);
    }

    private void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (OdographException e) {
            problems.add(e);
        }
    }

    private Collection<SegmentFiles> files(boolean csv, List<String> paths) {
        return paths.isEmpty() ? List.of() : new FileFinder(csv, problems).find(paths);
    }

    /** Whether a path means CSV: by its ending, or as a directory that holds no Parquet but CSV. */
    private static boolean csv(String path) {
        if (path.endsWith(".csv") || path.endsWith(".csv.gz")) {
            return true;
        }
        Path directory = Path.of(path);
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> children = Files.list(directory)) {
            List<String> names =
                    children.map(child -> child.getFileName().toString()).toList();
            return names.stream().anyMatch(LocalRecordings::csvName)
                    && names.stream().noneMatch(name -> name.endsWith(".parquet"));
        } catch (IOException e) {
            return false; // the finder says so
        }
    }

    private static boolean csvName(String name) {
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    private static void add(Map<String, SegmentInput> segments, SegmentInput segment) {
        SegmentInput other = segments.putIfAbsent(segment.segmentId(), segment);
        if (other != null) {
            throw new OdographException(
                    ErrorCode.DATASET_CONFLICT,
                    "segment " + Shown.quoted(segment.segmentId()) + " is in two files: "
                            + String.join(", ", segment.tables().values()) + " and "
                            + String.join(", ", other.tables().values()) + "; keep one");
        }
    }

    private static SegmentInput parquet(Engine engine, SegmentFiles files) {
        Map<String, String> tables = new HashMap<>();
        String id = files.stem();
        for (Map.Entry<String, Path> table : files.tables().entrySet()) {
            String named = segmentId(engine, table.getValue());
            id = named == null ? id : named;
            tables.put(table.getKey(), table.getValue().toString());
        }
        return new SegmentInput(id, tables);
    }

    /** The first row's segment; the source checks that all others have the same. */
    private static @Nullable String segmentId(Engine engine, Path file) {
        String source = "read_parquet(" + Engine.file(file) + ")";
        try {
            if (!names(engine, source).containsKey("segment_id")) {
                return null;
            }
            List<@Nullable Object[]> first = engine.rows("SELECT segment_id::VARCHAR FROM " + source + " LIMIT 1");
            return first.isEmpty() ? null : (String) first.getFirst()[0];
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    file + ": cannot be read as Parquet: " + Engine.reason(e) + "; write it again, or name a .csv file",
                    e);
        }
    }

    private List<SegmentInput> csv(Engine engine, SegmentFiles files, Path directory) {
        Map<String, Map<String, String>> tables = new TreeMap<>();
        files.tables().forEach((table, file) -> {
            Path into = directory.resolve(table);
            String query = mapping == null ? plain(engine, table, file, files.stem()) : mapping;
            for (Path written : new CsvMapper(query, engine).map(file, into)) {
                String id = segmentId(engine, written);
                tables.computeIfAbsent(id == null ? files.stem() : id, segment -> new HashMap<>())
                        .put(table, written.toString());
            }
        });
        List<SegmentInput> segments = new ArrayList<>();
        tables.forEach((id, byTable) -> segments.add(new SegmentInput(id, byTable)));
        return segments;
    }

    /** A query that casts the columns which the sources of that table declare, where the file has them. */
    private String plain(Engine engine, String table, Path file, String stem) {
        Map<String, String> types = new LinkedHashMap<>();
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Source source && source.table().equals(table)) {
                for (ColumnSpec column : source.output().columns()) {
                    types.putIfAbsent(column.name(), column.type().duckdb());
                }
            }
        }
        try {
            Map<String, String> given = names(engine, "read_csv(" + Engine.file(file) + ")");
            List<String> columns = new ArrayList<>();
            types.forEach((name, type) -> {
                String quoted = '"' + name + '"';
                if (given.containsKey(name)) {
                    columns.add("CAST(" + quoted + " AS " + type + ") AS " + quoted);
                } else if (name.equals("segment_id")) {
                    columns.add(Engine.literal(stem) + " AS " + quoted);
                }
            });
            if (!types.containsKey("segment_id")) {
                columns.add(Engine.literal(stem) + " AS segment_id");
            }
            return "SELECT " + String.join(", ", columns) + " FROM read_csv($file)";
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    file + ": cannot be read as CSV: " + Engine.reason(e)
                            + "; correct it, or say how to read it by --mapping",
                    e);
        }
    }

    private static Map<String, String> names(Engine engine, String source) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (@Nullable Object[] column : engine.rows("DESCRIBE SELECT * FROM " + source)) {
            columns.put(String.valueOf(column[0]), String.valueOf(column[1]));
        }
        return columns;
    }
}
