package dev.odograph.examples.lanekeeping;

import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.Rows.DoubleColumn;
import dev.odograph.graph.Rows.LongColumn;
import dev.odograph.graph.StepContext;

/**
 * Finds departures: a side goes beyond its line, and ends with 0.1 m or more within it. Lines that are out of sight for more
 * than 500 ms end a departure too, as does the other side.
 */
public final class LaneDepartures implements JavaStep<LaneOffset, LaneDeparture> {
    private static final double BACK_M = 0.1;
    private static final long UNSEEN_MS = 500;

    private boolean out;
    private boolean left;
    private long position;
    private long startMs;
    private long lastOutMs;
    private long lastMs;
    private double furthestM;

    @Override
    public void process(StepContext context, Rows<LaneOffset> rows, Emitter<LaneDeparture> emitter) {
        LongColumn positions = rows.longs("position");
        LongColumn times = rows.longs("t_ms");
        DoubleColumn offsets = rows.doubles("lane_offset_m");
        DoubleColumn margins = rows.doubles("margin_m");
        while (rows.next()) {
            double margin = margins.value();
            boolean onLeft = offsets.value() > 0;
            boolean follows = positions.value() == position && times.value() <= lastMs + UNSEEN_MS;
            if (out && (!follows || onLeft != left || margin >= BACK_M)) {
                end(context, emitter);
            }
            if (margin < 0) {
                if (!out) {
                    out = true;
                    left = onLeft;
                    position = positions.value();
                    startMs = times.value();
                    furthestM = 0;
                }
                lastOutMs = times.value();
                furthestM = Math.max(furthestM, -margin);
            }
            lastMs = times.value();
        }
        if (out) {
            end(context, emitter);
        }
    }

    private void end(StepContext context, Emitter<LaneDeparture> emitter) {
        double duration = (lastOutMs - startMs) / 1000.0;
        String side = left ? "left" : "right";
        emitter.emit(new LaneDeparture(context.segmentId(), (int) position, startMs, side, duration, furthestM));
        out = false;
    }
}
