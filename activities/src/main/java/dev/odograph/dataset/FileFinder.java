package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what paths, folders and globs name. */
final class FileFinder {
    static final String MAIN = "main";

    private final List<String> endings;
    private final Problems problems;

    FileFinder(boolean csv, Problems problems) {
        this.endings = csv ? List.of(".csv", ".csv.gz") : List.of(".parquet");
        this.problems = problems;
    }

    /** Segments of one table each; or, where the only path is a directory of folders, of one table per folder. */
    Collection<SegmentFiles> find(List<String> paths) {
        if (paths.size() == 1) {
            Map<String, String> folders = folders(paths.getFirst());
            if (!folders.isEmpty()) {
                return findTables(folders);
            }
        }
        List<SegmentFiles> found = new ArrayList<>();
        SortedSet<Path> files = new TreeSet<>();
        paths.forEach(path -> files.addAll(files(path)));
        for (Path file : files) {
            found.add(new SegmentFiles(stem(file), new TreeMap<>(Map.of(MAIN, file))));
        }
        return found;
    }

    /** Segments of several tables, joined by file name; a segment that lacks a table is a problem. */
    Collection<SegmentFiles> findTables(Map<String, String> tables) {
        SortedMap<String, SegmentFiles> byStem = new TreeMap<>();
        new TreeMap<>(tables).forEach((table, path) -> {
            for (Path file : files(path)) {
                SegmentFiles segment = byStem.computeIfAbsent(stem(file), s -> new SegmentFiles(s, new TreeMap<>()));
                Path other = segment.tables().put(table, file);
                if (other != null) {
                    problems.add(
                            ErrorCode.DATASET_CONFLICT,
                            file + ": table " + table + " of this segment is also " + other + "; keep one of them");
                }
            }
        });
        for (SegmentFiles segment : byStem.values()) {
            for (String table : tables.keySet()) {
                if (!segment.tables().containsKey(table)) {
                    problems.add(
                            ErrorCode.FILE_NOT_FOUND,
                            "%s: no file of this name for table %s; add %s"
                                    .formatted(
                                            segment.tables().values().iterator().next(), table, tables.get(table)));
                }
            }
        }
        return byStem.values();
    }

    private Map<String, String> folders(String text) {
        Path directory = path(text);
        if (directory == null
                || !Files.isDirectory(directory)
                || !list(directory).isEmpty()) {
            return Map.of();
        }
        Map<String, String> folders = new TreeMap<>();
        try (Stream<Path> children = Files.list(directory)) {
            children.filter(Files::isDirectory)
                    .filter(child -> !list(child).isEmpty())
                    .forEach(child -> folders.put(child.getFileName().toString(), child.toString()));
        } catch (IOException e) {
            problems.add(unreadable(directory, e));
        }
        return folders;
    }

    private Collection<Path> files(String text) {
        Path path = path(text);
        if (path != null && Files.isDirectory(path)) {
            List<Path> files = list(path);
            if (files.isEmpty()) {
                problems.add(
                        ErrorCode.FILE_NOT_FOUND,
                        "%s: the directory holds no %s; name the directory that does%s"
                                .formatted(path, String.join(" or ", endings), csvHint(path)));
            }
            return files;
        }
        if (path != null && Files.exists(path)) {
            return List.of(path);
        }
        boolean glob = text.matches(".*[*?\\[{].*");
        List<Path> files = glob ? glob(text) : List.of();
        if (files.isEmpty()) {
            problems.add(
                    ErrorCode.FILE_NOT_FOUND,
                    Shown.quoted(text) + (glob ? ": no file matches this glob" : ": no such file or directory")
                            + "; correct the path");
        }
        return files;
    }

    private List<Path> glob(String text) {
        String absolute = text.startsWith("/") ? text : Path.of("").toAbsolutePath() + "/" + text;
        int special = absolute.replaceAll("[*?\\[{].*", "").length();
        Path root = Path.of(absolute.substring(0, absolute.lastIndexOf('/', special) + 1));
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(root)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
            return walk.filter(matcher::matches)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException | IllegalArgumentException e) {
            problems.add(ErrorCode.ARGUMENT_INVALID, Shown.quoted(text) + ": cannot be searched: " + e.getMessage());
            return List.of();
        }
    }

    private List<Path> list(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isRegularFile)
                    .filter(this::wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(unreadable(directory, e));
            return List.of();
        }
    }

    private boolean wanted(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && endings.stream().anyMatch(name::endsWith);
    }

    private String csvHint(Path directory) {
        boolean csv = endings.contains(".parquet")
                && !new FileFinder(true, new Problems()).list(directory).isEmpty();
        return csv ? ", or give a mapping query (--mapping) for its CSV files" : "";
    }

    private @org.jspecify.annotations.Nullable Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static OdographException unreadable(Path directory, IOException e) {
        return new OdographException(ErrorCode.FILE_NOT_FOUND, directory + ": cannot be read: " + e.getMessage(), e);
    }

    static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("(\\.csv\\.gz|\\.csv|\\.parquet)$", "");
    }
}
