package dev.odograph.cli;

import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.lock.GraphLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sample that a lock's golden results stand on.
 *
 * @param files recordings; none for simulated ones
 * @param beside directory of the lock file, which the files are named from
 */
record LockSample(List<String> files, Path beside) {
    private static final Set<String> ROBOTS = Set.of("ego", "objects", "mission", "detections", "ground_truth");
    private static final int SEGMENTS = 2;
    private static final int SEED = 42;
    private static final int VEHICLES = 3;

    /** What is simulated for a graph: robots where it reads their tables, else platoons. */
    static SimulatorOptions simulated(GraphSpec graph) {
        boolean robots = graph.steps().stream()
                .anyMatch(step -> step instanceof StepSpec.Source source && ROBOTS.contains(source.table()));
        return new SimulatorOptions(
                robots ? SimulatorOptions.Kind.DELIVERY_ROBOT : SimulatorOptions.Kind.PLATOON,
                SEGMENTS,
                SEED,
                1,
                robots ? 1 : VEHICLES);
    }

    /** The sample of a lock that was read, unless files are given. */
    static LockSample of(List<String> given, GraphLock locked, Path beside) {
        List<String> files = given.isEmpty()
                ? locked.sample().files().keySet().stream()
                        .map(file -> beside.resolve(file).normalize().toString())
                        .toList()
                : given;
        return new LockSample(files, beside);
    }

    /** As the lock says it. */
    GraphLock.Sample described(SimulatorOptions options) throws IOException {
        if (files.isEmpty()) {
            String text = options.kind().name().toLowerCase(Locale.ROOT) + ", " + options.segments()
                    + " recordings of 1 minute, " + options.vehicles() + " vehicles, seed " + options.seed();
            return new GraphLock.Sample(text, Map.of());
        }
        Map<String, String> digests = new TreeMap<>();
        for (String file : files) {
            try (Stream<Path> found = Files.walk(Path.of(file))) {
                for (Path one : found.filter(Files::isRegularFile).toList()) {
                    Path from = beside.toAbsolutePath().normalize();
                    String name =
                            from.relativize(one.toAbsolutePath().normalize()).toString();
                    digests.put(name.replace('\\', '/'), sha256(one));
                }
            }
        }
        return new GraphLock.Sample("", digests);
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND, "Sample " + file + " cannot be read (" + e + "): correct the path", e);
        }
    }
}
