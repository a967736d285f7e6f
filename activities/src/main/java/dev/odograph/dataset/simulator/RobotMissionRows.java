package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Table {@code mission} of a delivery robot: how far it is on its route and who drives, 100 ms apart, to its goal. */
final class RobotMissionRows extends RowStream {
    private final RobotWorld world;
    private final RobotMission mission;
    private final Random64 random;
    private long stepsLeft;
    private long step;
    private boolean arrived;

    RobotMissionRows(BufferAllocator allocator, Scenario scenario, long steps) {
        super(
                allocator,
                List.of(
                        int64("t_ms"),
                        int32("mode"),
                        float64("route_m"),
                        float64("route_length_m"),
                        float64("cross_track_m")));
        this.world = new RobotWorld(scenario);
        this.mission = new RobotMission(scenario, world, steps);
        this.random = Random64.of(scenario.seed(), 10, 0);
        this.stepsLeft = steps;
    }

    @Override
    int fill(VectorSchemaRoot root) {
        int row = 0;
        for (; row < BATCH_ROWS && stepsLeft > 0; stepsLeft--, step++, row++) {
            longs(root, 0).set(row, step * 100);
            ints(root, 1).set(row, mission.mode() + 1);
            double along = Math.min(world.robotEastM + 0.03 * random.bell(), mission.routeM());
            doubles(root, 2).set(row, rounded(Math.max(0, along), 1_000));
            doubles(root, 3).set(row, mission.routeM());
            doubles(root, 4).set(row, rounded(world.robotNorthM + 0.02 * random.bell(), 1_000));
            if (mission.arrived(world) && !arrived) {
                // Two seconds at the goal end the recording of the mission.
                arrived = true;
                stepsLeft = Math.min(stepsLeft, 20);
            }
            world.step();
            mission.step(world);
        }
        return row;
    }
}
