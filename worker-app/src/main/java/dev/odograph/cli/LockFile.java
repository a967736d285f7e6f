package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.spec.lock.GraphLock;
import dev.odograph.spec.lock.LockProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the lock of a graph lies, and how what is wrong with it is said. */
final class LockFile {
    private LockFile() {}

    /** The file named, else {@code GRAPH.lock.json} here, beside a metric's {@code .sql} file. */
    static Path of(@Nullable Path given, String graph) {
        if (given != null) {
            return given.toAbsolutePath();
        }
        String stem = MetricFile.isFile(graph) ? MetricFile.stem(graph) : graph;
        return Path.of(stem + ".lock.json").toAbsolutePath();
    }

    static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    static GraphLock read(Path file, String graph) {
        try {
            return GraphLock.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Lock file " + file + " cannot be read (" + e + "): write it with ./odograph graph lock " + graph
                            + " and commit it, or name it by --lock",
                    e);
        }
    }

    /** The file appears when it is whole. */
    static void write(Path file, GraphLock lock) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, lock.write());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Lock file " + file + " cannot be written (" + e + "): name a writable place by --lock",
                    e);
        }
    }

    /** Says all problems; the exit code is 1 where there are any. */
    static int report(
            Console console, boolean json, GraphLock current, Path file, List<LockProblem> problems, String fine) {
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("graph", current.graph());
            report.put("lock", file.toString());
            report.put("compatible", problems.isEmpty());
            report.put("problems", problems);
            console.json(report);
        } else if (problems.isEmpty()) {
            console.print(fine);
        } else {
            console.print(current.graph() + " is not compatible with " + file.getFileName() + ": "
                    + (problems.size() == 1 ? "1 problem" : problems.size() + " problems"));
            problems.forEach(problem -> console.print("- " + problem.message()));
        }
        return problems.isEmpty() ? ExitCodes.OK : ExitCodes.RUN_NOT_SUCCEEDED;
    }
}
