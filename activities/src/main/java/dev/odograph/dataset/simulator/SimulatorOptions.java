package dev.odograph.dataset.simulator;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate. Equal options give equal bytes; more segments leave the earlier ones as they are.
 *
 * @param kind what drives
 * @param segments number of recordings, 1 to 9,999,999
 * @param seed seed of the fleet
 * @param minutes length of a recording, 1 to 1,000,000
 * @param vehicles vehicles in a platoon, 1 to 64, the leader too; a delivery robot ignores it
 * @param release release of the software in all recordings, such as 4.3.0; null for one of each at random. The same seed
 *     under two releases gives the same scenarios, driven by each
 */
public record SimulatorOptions(
        Kind kind,
        int segments,
        long seed,
        int minutes,
        int vehicles,
        @Nullable String release) {
    /** What drives. */
    public enum Kind {
        /** Cars that follow each other: one table, the {@code samples} of the graph {@code car_following}. */
        PLATOON,
        /**
         * A delivery robot on a pavement with pedestrians: tables {@code ego}, {@code objects}, {@code mission},
         * {@code detections} and {@code ground_truth}.
         */
        DELIVERY_ROBOT;

        /** The kind called {@code text}, as {@code platoon} or {@code delivery_robot}; ARGUMENT_INVALID for others. */
        public static Kind of(String text) {
            return switch (text) {
                case "platoon", "fleet" -> PLATOON;
                case "delivery_robot", "delivery-robot" -> DELIVERY_ROBOT;
                default ->
                    throw new OdographException(
                            ErrorCode.ARGUMENT_INVALID,
                            "--kind " + text + " is unknown; use platoon or delivery_robot");
            };
        }
    }

    /** Checks the ranges; ARGUMENT_INVALID names every value that is out of range. */
    public SimulatorOptions {
        requireNonNull(kind, "kind is null");
        List<String> problems = new ArrayList<>();
        check(problems, "--segments", segments, 1, 9_999_999);
        check(problems, "--minutes", minutes, 1, 1_000_000);
        check(problems, "--vehicles", vehicles, 1, 64);
        if (release != null && Release.named(release).isEmpty()) {
            problems.add("--release is " + release + "; it must be one of "
                    + String.join(
                            ", ", Arrays.stream(Release.ALL).map(Release::name).toList()));
        }
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("\n", problems));
        }
    }

    /** Recordings under one of all releases each. */
    public SimulatorOptions(Kind kind, int segments, long seed, int minutes, int vehicles) {
        this(kind, segments, seed, minutes, vehicles, null);
    }

    /** Platoons of 7 cars, 5 minutes each. */
    public static SimulatorOptions platoons(int segments, long seed) {
        return new SimulatorOptions(Kind.PLATOON, segments, seed, 5, 7);
    }

    /** Delivery robots, 5 minutes each. */
    public static SimulatorOptions deliveryRobots(int segments, long seed) {
        return new SimulatorOptions(Kind.DELIVERY_ROBOT, segments, seed, 5, 1);
    }

    private static void check(List<String> problems, String name, int value, int low, int high) {
        if (value < low || value > high) {
            problems.add("%s is %d; it must be from %d to %d".formatted(name, value, low, high));
        }
    }
}
