package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Table {@code ego} of a delivery robot: its own motion, 100 ms apart. */
final class RobotEgoRows extends RowStream {
    private final RobotWorld world;
    private final Sensors sensors;
    private final long steps;
    private long step;

    RobotEgoRows(BufferAllocator allocator, Scenario scenario, long steps) {
        super(allocator, List.of(int64("t_ms"), float64("speed_mps"), float64("east_m"), float64("north_m")));
        this.world = new RobotWorld(scenario);
        this.sensors = new Sensors(scenario, 1);
        this.steps = steps;
    }

    @Override
    int fill(VectorSchemaRoot root) {
        int row = 0;
        for (; row < BATCH_ROWS && step < steps; step++) {
            sensors.step();
            if (!sensors.silent()) {
                longs(root, 0).set(row, step * 100);
                doubles(root, 1).set(row, sensors.speedMps(world.robotMps));
                doubles(root, 2).set(row, sensors.eastM(world.robotEastM));
                doubles(root, 3).set(row, sensors.northM(world.robotNorthM));
                row++;
            }
            world.step();
        }
        return row;
    }
}
