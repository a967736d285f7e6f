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
import java.util.stream.Collectors;

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
     * Writes the fleet below {@code directory}: {@code <segment>.parquet} for platoons, {@code ego/<segment>.parquet} and
     * {@code objects/<segment>.parquet} for delivery robots. Files that are there are replaced; a file that bears its
     * name is whole. DISK_FULL and INTERNAL_ERROR name the file.
     */
    public Fleet simulate(SimulatorOptions options, Path directory, Listener listener) {
        boolean platoon = options.kind() == SimulatorOptions.Kind.PLATOON;
        for (String table : platoon ? List.of("") : List.of("ego", "objects")) {
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
        long steps = options.minutes() * 600L;
        String name = scenario.segmentId() + ".parquet";
        String id = SegmentWriter.quoted(scenario.segmentId()) + " AS segment_id, ";
        if (options.kind() == SimulatorOptions.Kind.PLATOON) {
            String types = PlatoonRows.vehicles(scenario, options.vehicles()).stream()
                    .map(SegmentWriter::quoted)
                    .collect(Collectors.joining(", ", "[", "]"));
            String columns =
                    id + "t_ms, position, " + types + "[position] AS vehicle, speed_mps, east_m, north_m, alt_m, gap_m";
            RowStream rows = new PlatoonRows(writer.allocator(), scenario, options.vehicles(), steps);
            return write(writer, rows, columns, scenario, directory.resolve(name));
        }
        RowStream ego = new RobotEgoRows(writer.allocator(), scenario, steps);
        String egoColumns = id + "t_ms, speed_mps, east_m, north_m";
        long rows = write(
                writer, ego, egoColumns, scenario, directory.resolve("ego").resolve(name));
        String kinds = List.of(RobotWorld.KINDS).stream()
                .map(SegmentWriter::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
        RowStream objects = new RobotObjectRows(writer.allocator(), scenario, steps);
        String objectColumns = id + "t_ms, object_id, " + kinds + "[kind] AS kind, east_m, north_m, speed_mps";
        return rows
                + write(
                        writer,
                        objects,
                        objectColumns,
                        scenario,
                        directory.resolve("objects").resolve(name));
    }

    private static long write(SegmentWriter writer, RowStream rows, String columns, Scenario scenario, Path file) {
        try {
            writer.write(rows, columns, scenario.metadata(), file);
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
