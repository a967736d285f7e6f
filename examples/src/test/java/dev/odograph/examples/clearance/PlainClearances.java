package dev.odograph.examples.clearance;

import dev.odograph.examples.clearance.PedestrianClearance.Clearance;
import dev.odograph.examples.clearance.PedestrianClearance.Encounter;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.StepContext;

/** What kernel footprint_clearance computes with its defaults, in plain Java. */
public final class PlainClearances implements JavaStep<Encounter, Clearance> {
    private static final double HALF_LENGTH_M = 0.35;
    private static final double HALF_WIDTH_M = 0.275;
    private static final double BODY_M = 0.25;

    @Override
    public void process(StepContext context, Rows<Encounter> rows, Emitter<Clearance> out) {
        var object = rows.longs("object_id");
        var time = rows.longs("t_ms");
        var east = rows.doubles("ahead_east_m");
        var north = rows.doubles("ahead_north_m");
        var heading = rows.doubles("heading_rad");
        while (rows.next()) {
            double away = Math.sqrt(east.value() * east.value() + north.value() * north.value());
            double edge = away - Math.sqrt(HALF_LENGTH_M * HALF_LENGTH_M + HALF_WIDTH_M * HALF_WIDTH_M);
            Double bearing = null;
            if (!heading.isNull()) {
                // By angles instead of the kernel's rotation.
                double angle = Math.atan2(north.value(), east.value()) - heading.value();
                double along = Math.abs(away * Math.cos(angle)) - HALF_LENGTH_M;
                double across = Math.abs(away * Math.sin(angle)) - HALF_WIDTH_M;
                edge = Math.sqrt(Math.pow(Math.max(0, along), 2) + Math.pow(Math.max(0, across), 2));
                bearing = Math.atan2(Math.sin(angle), Math.cos(angle));
            }
            out.emit(new Clearance(
                    context.segmentId(), (int) object.value(), time.value(), Math.max(0, edge - BODY_M), bearing));
        }
    }
}
