package dev.odograph.dataset.simulator;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the recordings of a simulated fleet as Parquet, in the layout and with the key-value metadata that the importer
 * reads. The same options give the same bytes on every machine with the same engine version. Segments are made in
 * parallel, each by one thread in bounded memory whatever its length. Thread-safe.
 */
public final class FleetSimulator {
    private final int threads;

    /** A simulator that uses {@code threads} threads, at least one. */
    public FleetSimulator(int threads) {
        this.threads = Math.max(1, threads);
    }

    /** Told after each segment; called from several threads, one at a time. */
    @FunctionalInterface
    public interface Listener {
        /** {@code segments} recordings with {@code rows} rows are written so far. */
        void written(int segments, long rows);
    }

    /**
     * What was written.
     *
     * @param segments number of recordings
     * @param rows rows of all tables
     */
    public record Fleet(int segments, long rows) {}

    /**
     * Writes the fleet below {@code directory}: {@code <segment>.parquet} for platoons, {@code <table>/<segment>.parquet}
     * for each of the five tables of delivery robots. Files that are there are replaced; a file that bears its
     * name is whole. DISK_FULL and INTERNAL_ERROR name the file.
     */
    public Fleet simulate(SimulatorOptions options, Path directory, Listener listener) {
        for (String table : SimulatedTable.folders(options.kind())) {
            directories(directory.resolve(table));
        }
        AtomicInteger next = new AtomicInteger();
        AtomicLong rows = new AtomicLong();
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        Runnable work = () -> {
            try (SegmentWriter writer = new SegmentWriter()) {
                for (int at = next.getAndIncrement(); at < options.segments(); at = next.getAndIncrement()) {
                    if (failed.get()) {
                        return;
                    }
                    long made = segment(writer, options, Scenario.of(options, at), directory);
                    synchronized (done) {
                        listener.written(done.incrementAndGet(), rows.addAndGet(made));
                    }
                }
            } catch (SQLException e) {
                failed.set(true);
                throw SegmentWriter.failure(directory, e);
            } catch (RuntimeException | Error e) {
                failed.set(true);
                throw e;
            }
        };
        run(work, Math.min(threads, options.segments()));
        return new Fleet(done.get(), rows.get());
    }

    private static long segment(SegmentWriter writer, SimulatorOptions options, Scenario scenario, Path directory) {
        long rows = 0;
        for (SimulatedTable table : SimulatedTable.of(options, scenario, writer.allocator())) {
            Path file = directory.resolve(table.folder()).resolve(scenario.segmentId() + ".parquet");
            rows += write(writer, table, scenario, file);
        }
        return rows;
    }

    private static long write(SegmentWriter writer, SimulatedTable table, Scenario scenario, Path file) {
        try {
            RowStream rows = table.rows().get();
            writer.write(rows, table.columns(), scenario.metadata(), file);
            return rows.rows();
        } catch (SQLException | IOException e) {
            throw SegmentWriter.failure(file, e);
        }
    }

    private static void run(Runnable work, int threads) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(work));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OdographException known) {
                throw known;
            }
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "the simulation failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.RUN_CANCELLED, "the simulation was interrupted", e);
        }
    }

    private static void directories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, directory + " cannot be made a directory: " + e.getMessage(), e);
        }
    }
}
