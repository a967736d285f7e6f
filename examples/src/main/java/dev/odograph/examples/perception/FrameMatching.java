package dev.odograph.examples.perception;

import dev.odograph.examples.perception.DetectionQuality.Framed;
import dev.odograph.examples.perception.DetectionQuality.Match;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.StepContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matches detections and truth frame by frame; a frame is held, nothing more. */
public final class FrameMatching implements JavaStep<Framed, Match> {
    private static final Comparator<Framed> SUREST_FIRST =
            Comparator.comparingDouble(FrameMatching::score).reversed().thenComparingInt(Framed::id);

    private final List<Framed> detections = new ArrayList<>();
    private final List<Framed> free = new ArrayList<>();

    @Override
    public void process(StepContext context, Rows<Framed> rows, Emitter<Match> out) {
        double scoreMin = context.number("score_min");
        double matchM = context.number("match_m");
        long frameMs = Long.MIN_VALUE;
        for (Framed row : rows) {
            if (row.tMs() != frameMs) {
                match(matchM, out);
                frameMs = row.tMs();
            }
            if (row.truth()) {
                free.add(row);
            } else if (score(row) >= scoreMin) {
                detections.add(row);
            }
        }
        match(matchM, out);
    }

    private void match(double matchM, Emitter<Match> out) {
        detections.sort(SUREST_FIRST);
        for (Framed detection : detections) {
            @Nullable Framed nearest = null;
            double distance = matchM;
            // In the order of their ids, so that of equally near ones the first stays.
            for (Framed truth : free) {
                double east = truth.eastM() - detection.eastM();
                double north = truth.northM() - detection.northM();
                double apart = Math.sqrt(east * east + north * north);
                boolean nearer = nearest == null ? apart <= distance : apart < distance;
                if (nearer && truth.kind().equals(detection.kind())) {
                    nearest = truth;
                    distance = apart;
                }
            }
            out.emit(new Match(
                    detection.segmentId(),
                    detection.tMs(),
                    nearest == null ? "false_positive" : "true_positive",
                    detection.id(),
                    detection.kind(),
                    detection.score(),
                    nearest == null ? null : Integer.valueOf(nearest.id()),
                    nearest == null ? null : Double.valueOf(distance)));
            if (nearest != null) {
                free.remove(nearest);
            }
        }
        for (Framed truth : free) {
            out.emit(new Match(
                    truth.segmentId(), truth.tMs(), "missed", truth.id(), truth.kind(), null, truth.id(), null));
        }
        detections.clear();
        free.clear();
    }

    private static double score(Framed row) {
        Double score = row.score();
        return score == null ? 0 : score;
    }
}
