package dev.odograph.dataset.simulator;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One table of a segment.
 *
 * @param folder where its files are; empty for a segment's only table
 * @param columns SQL select list over the rows' columns
 * @param rows makes its rows from the start
 */
record SimulatedTable(String folder, String columns, Supplier<RowStream> rows) {
    /** Folders of the tables of that kind. */
    static List<String> folders(SimulatorOptions.Kind kind) {
        return switch (kind) {
            case PLATOON -> List.of("");
            case DELIVERY_ROBOT -> List.of("ego", "objects", "mission", "detections", "ground_truth");
        };
    }

    /** The tables of one segment, in the order of {@link #folders}. */
    static List<SimulatedTable> of(SimulatorOptions options, Scenario scenario, BufferAllocator allocator) {
        long steps = options.minutes() * 600L;
        String id = SegmentWriter.quoted(scenario.segmentId()) + " AS segment_id, t_ms, ";
        String kind = named(Stream.of(RobotWorld.KINDS)) + "[kind] AS kind, ";
        return switch (options.kind()) {
            case PLATOON -> {
                int cars = options.vehicles();
                String types = named(PlatoonRows.vehicles(scenario, cars).stream());
                yield List.of(new SimulatedTable(
                        "",
                        id + "position, " + types + "[position] AS vehicle, speed_mps, east_m, north_m, alt_m, gap_m,"
                                + " lane_offset_m",
                        () -> new PlatoonRows(allocator, scenario, cars, steps)));
            }
            case DELIVERY_ROBOT ->
                List.of(
                        new SimulatedTable(
                                "ego",
                                id + "speed_mps, east_m, north_m",
                                () -> new RobotEgoRows(allocator, scenario, steps)),
                        new SimulatedTable(
                                "objects",
                                id + "object_id, " + kind + "east_m, north_m, speed_mps",
                                () -> new RobotObjectRows(allocator, scenario, steps)),
                        new SimulatedTable(
                                "mission",
                                id + named(Stream.of(RobotMission.MODES))
                                        + "[mode] AS mode, route_m, route_length_m, cross_track_m",
                                () -> new RobotMissionRows(allocator, scenario, steps)),
                        new SimulatedTable(
                                "detections",
                                id + "detection_id, " + kind + "score, east_m, north_m",
                                () -> new RobotDetectionRows(allocator, scenario, steps)),
                        new SimulatedTable(
                                "ground_truth",
                                id + "object_id, " + kind + "east_m, north_m",
                                () -> new RobotTruthRows(allocator, scenario, steps)));
        };
    }

    private static String named(Stream<String> names) {
        return names.map(SegmentWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
