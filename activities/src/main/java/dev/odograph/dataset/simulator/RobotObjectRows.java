package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Table {@code objects} of a delivery robot: who is within its sight, 100 ms apart, in the pavement's frame. */
final class RobotObjectRows extends RowStream {
    private final RobotWorld world;
    private final Random64 random;
    private final long steps;
    private long step;

    RobotObjectRows(BufferAllocator allocator, Scenario scenario, long steps) {
        super(
                allocator,
                List.of(
                        int64("t_ms"),
                        int32("object_id"),
                        int32("kind"),
                        float64("east_m"),
                        float64("north_m"),
                        nullableFloat64("speed_mps")));
        this.world = new RobotWorld(scenario);
        this.random = Random64.of(scenario.seed(), 7, 0);
        this.steps = steps;
    }

    @Override
    int fill(VectorSchemaRoot root) {
        int row = 0;
        for (; row <= BATCH_ROWS - RobotWorld.OBJECTS && step < steps; step++) {
            for (int object = 0; object < RobotWorld.OBJECTS; object++) {
                if (world.seen(object) && !random.chance(0.01)) {
                    put(root, row++, object);
                }
            }
            world.step();
        }
        return row;
    }

    private void put(VectorSchemaRoot root, int row, int object) {
        longs(root, 0).set(row, step * 100);
        ints(root, 1).set(row, world.ids[object]);
        ints(root, 2).set(row, world.kinds[object] + 1);
        doubles(root, 3).set(row, rounded(world.eastM[object] + 0.04 * random.bell(), 1_000));
        doubles(root, 4).set(row, rounded(world.northM[object] + 0.04 * random.bell(), 1_000));
        if (random.chance(0.03)) {
            doubles(root, 5).setNull(row);
        } else {
            doubles(root, 5).set(row, rounded(Math.max(0, world.speedMps[object] + 0.05 * random.bell()), 1_000));
        }
    }
}
