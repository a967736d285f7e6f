package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDBs that serve one stage after another: to start one takes 20 ms of processor time, which is more than most small
 * stages. Each use gets a connection of its own, whose tables and views end with it. An engine is locked when it starts: it
 * reads files in the directories of its first stage's files and no others, and serves another stage only where that one's
 * files lie there too. Thread-safe.
 */
final class Engines implements AutoCloseable {
    /** How many are kept that no stage uses; a stage of a chain of queries uses one for each. */
    private static final int IDLE = 4;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Path temporary;
    private final Deque<Engine> idle = new ArrayDeque<>();
    private long generation;
    private boolean closed;

    /** Engines whose rows beyond their memory go to files below {@code temporary}. */
    Engines(Path temporary) {
        this.temporary = temporary;
    }

    /** A connection for the caller alone, until it closes it, to an engine that may read the files of this work. */
    DuckDb open(StageWork work) {
        Set<String> directories = directories(work);
        Engine engine = take(directories, work.memoryBytes());
        if (engine == null) {
            engine = start(directories, work.memoryBytes());
        }
        try {
            return new DuckDb(engine.root().duplicate().unwrap(DuckDBConnection.class), giveBack(engine));
        } catch (SQLException e) {
            DuckDb.close(engine.root());
            throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, "DuckDB gives no connection", e);
        }
    }

    /** No engine that has served until now serves again: what failed may have left it less than whole. */
    synchronized void renew() {
        generation++;
        idle.forEach(engine -> DuckDb.close(engine.root()));
        idle.clear();
    }

    /** Ends all engines; one that is in use ends with its use. */
    @Override
    public synchronized void close() {
        closed = true;
        renew();
    }

    private synchronized @Nullable Engine take(Set<String> directories, long memoryBytes) {
        for (Iterator<Engine> engines = idle.descendingIterator(); engines.hasNext(); ) {
            Engine engine = engines.next();
            if (engine.memoryBytes() == memoryBytes && engine.directories().containsAll(directories)) {
                engines.remove();
                return engine;
            }
        }
        return null;
    }

    private Engine start(Set<String> directories, long memoryBytes) {
        String name = "odograph-engine-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
        DuckDBConnection root = DuckDb.connect(temporary.resolve(name).toString(), memoryBytes);
        try {
            DuckDb.lock(root, directories);
        } catch (OdographException e) {
            DuckDb.close(root);
            throw e;
        }
        synchronized (this) {
            return new Engine(root, directories, memoryBytes, generation);
        }
    }

    private Runnable giveBack(Engine engine) {
        return () -> {
            synchronized (this) {
                if (!closed && engine.generation() == generation) {
                    idle.addLast(engine);
                    if (idle.size() > IDLE) {
                        DuckDb.close(idle.removeFirst().root());
                    }
                    return;
                }
            }
            DuckDb.close(engine.root());
        };
    }

    private static Set<String> directories(StageWork work) {
        Set<String> directories = new TreeSet<>();
        Stream.concat(
                        work.segments().stream().flatMap(segment -> segment.tables().values().stream()),
                        work.inputs().values().stream()
                                .flatMap(input -> input.files().stream())
                                .filter(file -> file.format() == TableFile.Format.PARQUET)
                                .map(TableFile::path))
                .forEach(path -> {
                    Path directory = Path.of(path).getParent();
                    directories.add(directory == null ? "." : directory.toString());
                });
        return directories;
    }

    private record Engine(DuckDBConnection root, Set<String> directories, long memoryBytes, long generation) {}
}
