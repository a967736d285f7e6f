package dev.odograph.examples.stuck;

import dev.odograph.examples.stuck.StuckAndRescue.Driving;
import dev.odograph.examples.stuck.StuckAndRescue.Episode;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.Rows.DoubleColumn;
import dev.odograph.graph.Rows.LongColumn;
import dev.odograph.graph.Rows.StringColumn;
import dev.odograph.graph.StepContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds maximal times in which a robot stands, of {@code stuck_after_s} or more; a hole of more than one second in the
 * recording ends one, as it may have moved in it.
 */
public final class StuckEpisodes implements JavaStep<Driving, Episode> {
    private static final long HOLE_MS = 1000;
    private static final long NEVER = -1;

    private boolean standing;
    private long startMs;
    private long lastMs;
    private long helpMs;
    private String help = "";
    private double routeM;

    @Override
    public void process(StepContext context, Rows<Driving> rows, Emitter<Episode> out) {
        double limitMps = context.number("standing_mps");
        LongColumn times = rows.longs("t_ms");
        DoubleColumn speeds = rows.doubles("speed_mps");
        DoubleColumn places = rows.doubles("route_m");
        StringColumn modes = rows.strings("mode");
        while (rows.next()) {
            long now = times.value();
            if (standing && now > lastMs + HOLE_MS) {
                end(context, lastMs, false, out);
            }
            if (speeds.value() >= limitMps) {
                end(context, now, true, out);
            } else {
                if (!standing) {
                    start(now, places.value());
                }
                helped(modes.value(), now);
            }
            lastMs = now;
        }
        end(context, lastMs, false, out);
    }

    private void start(long atMs, double atM) {
        standing = true;
        startMs = atMs;
        helpMs = NEVER;
        help = "autonomous";
        routeM = atM;
    }

    private void helped(String mode, long atMs) {
        if (mode.equals("autonomous")) {
            return;
        }
        helpMs = helpMs == NEVER ? atMs : helpMs;
        help = help.equals("manual") ? help : mode;
    }

    private void end(StepContext context, long atMs, boolean moves, Emitter<Episode> out) {
        double stuckS = seconds(startMs, atMs);
        if (standing && stuckS >= context.number("stuck_after_s")) {
            @Nullable Double helpAfter = helpMs == NEVER ? null : seconds(startMs, helpMs);
            @Nullable Double rescue = helpMs == NEVER || !moves ? null : seconds(helpMs, atMs);
            out.emit(new Episode(context.segmentId(), startMs, stuckS, helpAfter, rescue, help, moves, routeM));
        }
        standing = false;
    }

    private static double seconds(long fromMs, long toMs) {
        return (toMs - fromMs) / 1000.0;
    }
}
