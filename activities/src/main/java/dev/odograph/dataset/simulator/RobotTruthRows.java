package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Table {@code ground_truth} of a delivery robot: who really is within its sight, at the frames that were labelled. */
final class RobotTruthRows extends RowStream {
    private final RobotWorld world;
    private final long steps;
    private long step;

    RobotTruthRows(BufferAllocator allocator, Scenario scenario, long steps) {
        super(
                allocator,
                List.of(int64("t_ms"), int32("object_id"), int32("kind"), float64("east_m"), float64("north_m")));
        this.world = new RobotWorld(scenario);
        this.steps = steps;
    }

    @Override
    int fill(VectorSchemaRoot root) {
        int row = 0;
        for (; row <= BATCH_ROWS - RobotWorld.OBJECTS && step < steps; step++) {
            if (step % RobotDetector.FRAME_STEPS == 0) {
                for (int object = 0; object < RobotWorld.OBJECTS; object++) {
                    if (world.seen(object)) {
                        longs(root, 0).set(row, step * 100);
                        ints(root, 1).set(row, world.ids[object]);
                        ints(root, 2).set(row, world.kinds[object] + 1);
                        doubles(root, 3).set(row, rounded(world.eastM[object], 1_000));
                        doubles(root, 4).set(row, rounded(world.northM[object], 1_000));
                        row++;
                    }
                }
            }
            world.step();
        }
        return row;
    }
}
