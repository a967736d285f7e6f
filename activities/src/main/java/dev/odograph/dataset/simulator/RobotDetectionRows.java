package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Table {@code detections} of a delivery robot: what its perception makes of the frames of {@code ground_truth}. */
final class RobotDetectionRows extends RowStream {
    private final RobotWorld world;
    private final RobotDetector detector;
    private final long steps;
    private long step;

    RobotDetectionRows(BufferAllocator allocator, Scenario scenario, long steps) {
        super(
                allocator,
                List.of(
                        int64("t_ms"),
                        int32("detection_id"),
                        int32("kind"),
                        float64("score"),
                        float64("east_m"),
                        float64("north_m")));
        this.world = new RobotWorld(scenario);
        this.detector = new RobotDetector(scenario);
        this.steps = steps;
    }

    @Override
    int fill(VectorSchemaRoot root) {
        int row = 0;
        for (; row <= BATCH_ROWS - RobotDetector.MOST && step < steps; step++) {
            if (step % RobotDetector.FRAME_STEPS == 0) {
                int count = detector.frame(world);
                for (int at = 0; at < count; at++, row++) {
                    longs(root, 0).set(row, step * 100);
                    ints(root, 1).set(row, at + 1);
                    ints(root, 2).set(row, detector.kinds[at] + 1);
                    doubles(root, 3).set(row, detector.scores[at]);
                    doubles(root, 4).set(row, detector.eastM[at]);
                    doubles(root, 5).set(row, detector.northM[at]);
                }
            }
            world.step();
        }
        return row;
    }
}
