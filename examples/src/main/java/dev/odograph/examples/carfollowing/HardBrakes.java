package dev.odograph.examples.carfollowing;

import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.ReadsParameters;
import dev.odograph.graph.Rows;
import dev.odograph.graph.Rows.DoubleColumn;
import dev.odograph.graph.Rows.LongColumn;
import dev.odograph.graph.StepContext;

/**
 * Finds maximal runs of samples that brake harder than {@code hard_brake_mps2}: each exactly 100 ms after the one before
 * it, at the same position, at least three of them.
 */
@ReadsParameters("hard_brake_mps2")
public final class HardBrakes implements JavaStep<Accel, HardBrake> {
    private static final int LEAST_SAMPLES = 3;
    private static final long STEP_MS = 100;

    private int samples;
    private long position;
    private long startMs;
    private long lastMs;
    private double minAccel;
    private double entrySpeed;

    @Override
    public void process(StepContext context, Rows<Accel> rows, Emitter<HardBrake> out) {
        double limit = context.number("hard_brake_mps2");
        LongColumn positions = rows.longs("position");
        LongColumn times = rows.longs("t_ms");
        DoubleColumn speeds = rows.doubles("speed_mps");
        DoubleColumn accels = rows.doubles("accel_mps2");
        while (rows.next()) {
            double accel = accels.value();
            if (accels.isNull() || !(accel < limit)) {
                end(context, out);
            } else if (samples > 0 && positions.value() == position && times.value() == lastMs + STEP_MS) {
                extend(times.value(), accel);
            } else {
                end(context, out);
                start(positions.value(), times.value(), accel, speeds.value());
            }
        }
        end(context, out);
    }

    private void start(long atPosition, long atMs, double accel, double speed) {
        samples = 1;
        position = atPosition;
        startMs = atMs;
        lastMs = atMs;
        minAccel = accel;
        entrySpeed = speed;
    }

    private void extend(long atMs, double accel) {
        samples++;
        lastMs = atMs;
        minAccel = Math.min(minAccel, accel);
    }

    private void end(StepContext context, Emitter<HardBrake> out) {
        if (samples >= LEAST_SAMPLES) {
            double duration = (lastMs - startMs) / 1000.0;
            out.emit(new HardBrake(context.segmentId(), (int) position, startMs, duration, minAccel, entrySpeed));
        }
        samples = 0;
    }
}
