package dev.odograph.benchmarks;

import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.step.SegmentInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Recordings that benchmarks read: simulated once and kept, or any directory of Parquet files. */
final class SampleFiles {
    static final long SEED = 7;
    private static final int VEHICLES = 7;

    /** A vehicle gives ten samples a second, less drop-outs. */
    private static final long ROWS_A_MINUTE = VEHICLES * 600L;

    private SampleFiles() {}

    /** About {@code rows} samples of platoons of 7, the same on every machine. */
    static List<SegmentInput> simulated(long rows, int segments) throws IOException {
        int minutes = Math.max(1, (int) (rows / segments / ROWS_A_MINUTE));
        Path directory = Path.of(
                System.getProperty("java.io.tmpdir"), "odograph-benchmarks", segments + "x" + minutes + "min-" + SEED);
        Path done = directory.resolve("complete");
        if (!Files.exists(done)) {
            Files.createDirectories(directory);
            new FleetSimulator(Runtime.getRuntime().availableProcessors())
                    .simulate(
                            new SimulatorOptions(SimulatorOptions.Kind.PLATOON, segments, SEED, minutes, VEHICLES),
                            directory,
                            (count, written) -> {});
            Files.createFile(done);
        }
        return in(directory);
    }

    /** The files of a directory, each a segment of its name. */
    static List<SegmentInput> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .map(file -> new SegmentInput(
                            file.getFileName().toString().replace(".parquet", ""), Map.of("main", file.toString())))
                    .toList();
        }
    }
}
