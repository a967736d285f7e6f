package dev.odograph.examples.encroachment;

import dev.odograph.examples.encroachment.PostEncroachment.Encroachment;
import dev.odograph.examples.encroachment.PostEncroachment.Track;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What kernel post_encroachment_time computes with its defaults, in plain Java. */
public final class PlainEncroachments implements JavaStep<Track, Encroachment> {
    private static final double EGO_M = 0.7;
    private static final double OBJECT_M = 0.5;
    private static final double MAX_PET_S = 5;
    private static final double STEP_M = 0.5;

    private record Vertex(double east, double north, double time) {}

    @Override
    public void process(StepContext context, Rows<Track> rows, Emitter<Encroachment> out) {
        Map<Integer, List<Vertex>> paths = new TreeMap<>();
        var track = rows.longs("track_id");
        var time = rows.longs("t_ms");
        var east = rows.doubles("east_m");
        var north = rows.doubles("north_m");
        while (rows.next()) {
            List<Vertex> path = paths.computeIfAbsent((int) track.value(), id -> new ArrayList<>());
            Vertex next = new Vertex(east.value(), north.value(), time.value() / 1000.0);
            if (path.isEmpty() || distance(path.getLast(), next) >= STEP_M) {
                path.add(next);
            }
        }
        List<Vertex> ego = paths.getOrDefault(0, List.of());
        paths.forEach((id, path) -> {
            Encroachment closest = id == 0 ? null : closest(context.segmentId(), id, ego, path);
            if (closest != null) {
                out.emit(closest);
            }
        });
    }

    private static double distance(Vertex a, Vertex b) {
        return Math.sqrt((b.east - a.east) * (b.east - a.east) + (b.north - a.north) * (b.north - a.north));
    }

    private static @Nullable Encroachment closest(String segment, int id, List<Vertex> ego, List<Vertex> object) {
        Encroachment closest = null;
        for (int i = 0; i + 1 < ego.size(); i++) {
            for (int j = 0; j + 1 < object.size(); j++) {
                Encroachment here = crossing(segment, id, ego.subList(i, i + 2), object.subList(j, j + 2));
                if (here != null && (closest == null || here.petS() < closest.petS())) {
                    closest = here;
                }
            }
        }
        return closest;
    }

    private static @Nullable Encroachment crossing(String segment, int id, List<Vertex> a, List<Vertex> b) {
        double ax = a.get(1).east - a.get(0).east;
        double ay = a.get(1).north - a.get(0).north;
        double bx = b.get(1).east - b.get(0).east;
        double by = b.get(1).north - b.get(0).north;
        double cross = ax * by - ay * bx;
        double ox = b.get(0).east - a.get(0).east;
        double oy = b.get(0).north - a.get(0).north;
        double i = (ox * by - oy * bx) / cross;
        double j = (ox * ay - oy * ax) / cross;
        if (!(i >= 0 && i < 1 && j >= 0 && j < 1)) {
            return null;
        }
        double aTakes = a.get(1).time - a.get(0).time;
        double bTakes = b.get(1).time - b.get(0).time;
        double aTime = a.get(0).time + i * aTakes;
        double bTime = b.get(0).time + j * bTakes;
        double pet = Math.max(
                0,
                Math.abs(aTime - bTime)
                        - EGO_M / 2 * aTakes / Math.sqrt(ax * ax + ay * ay)
                        - OBJECT_M / 2 * bTakes / Math.sqrt(bx * bx + by * by));
        if (pet > MAX_PET_S) {
            return null;
        }
        return new Encroachment(
                segment,
                id,
                Math.round(Math.max(aTime, bTime) * 1000),
                pet,
                aTime <= bTime,
                Math.atan2(Math.abs(cross), ax * bx + ay * by),
                a.get(0).east + i * ax,
                a.get(0).north + i * ay);
    }
}
