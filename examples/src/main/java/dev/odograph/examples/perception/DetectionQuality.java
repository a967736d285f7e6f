package dev.odograph.examples.perception;

import static dev.odograph.graph.SqlText.sqlResource;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.Key;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import dev.odograph.spec.Measure;
import org.jspecify.annotations.Nullable;

/** Precision and recall of detections against ground truth: matched by a Java step, counted in SQL. */
public final class DetectionQuality implements GraphDefinition {
    /**
     * What the perception saw in a frame.
     *
     * @param segmentId recording
     * @param tMs time of the frame since the recording's own zero
     * @param detectionId number within the frame
     * @param kind what it is taken for
     * @param score how sure the perception is, 0 to 1
     * @param eastM middle in the local plane, east
     * @param northM middle in the local plane, north
     */
    public record Detection(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Key int detectionId,
            String kind,
            @Unit("1") double score,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * What really was there.
     *
     * @param segmentId recording
     * @param tMs time of the frame since the recording's own zero
     * @param objectId the object; the same through the recording
     * @param kind what it is
     * @param eastM middle in the local plane, east
     * @param northM middle in the local plane, north
     */
    public record Truth(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Key int objectId,
            String kind,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * Both in one table, frame after frame.
     *
     * @param segmentId recording
     * @param tMs time of the frame
     * @param truth whether it was really there
     * @param id object id or detection id
     * @param kind what it is or is taken for
     * @param score null for truth
     * @param eastM middle in the local plane, east
     * @param northM middle in the local plane, north
     */
    public record Framed(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Key boolean truth,
            @Key int id,
            String kind,
            @Unit("1") @Nullable Double score,
            @Unit("m") double eastM,
            @Unit("m") double northM) {}

    /**
     * What became of a detection or of an object.
     *
     * @param segmentId recording
     * @param tMs time of the frame
     * @param outcome true_positive, false_positive or missed
     * @param id detection id; object id where it was missed
     * @param kind what it is taken for; what it is where it was missed
     * @param score null where it was missed
     * @param objectId the object that was matched; null for a false positive
     * @param distanceM between detection and object; null unless matched
     */
    public record Match(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Key String outcome,
            @Key int id,
            String kind,
            @Unit("1") @Nullable Double score,
            @Nullable Integer objectId,
            @Unit("m") @Nullable Double distanceM) {}

    /**
     * Agreement for one kind in one recording.
     *
     * @param segmentId recording
     * @param kind what was seen or there
     * @param truePositives detections that were matched
     * @param falsePositives detections that were not
     * @param missed objects that no detection was matched to
     * @param precision of detections, the matched share; null without detections
     * @param recall of objects, the matched share; null without objects
     * @param f1 harmonic mean of both; null where there is neither
     * @param meanDistanceM mean distance of matches; null without any
     */
    public record Quality(
            @Key String segmentId,
            @Key String kind,
            long truePositives,
            long falsePositives,
            long missed,
            @Unit("1") @Nullable Double precision,
            @Unit("1") @Nullable Double recall,
            @Unit("1") @Nullable Double f1,
            @Unit("m") @Nullable Double meanDistanceM) {}

    /**
     * Agreement for one kind over all recordings; see {@link Quality}.
     *
     * @param kind what was seen or there
     * @param segments recordings in which it was
     * @param truePositives detections that were matched
     * @param falsePositives detections that were not
     * @param missed objects that no detection was matched to
     * @param precision matched share of detections
     * @param recall matched share of objects
     * @param f1 harmonic mean of both
     */
    public record FleetQuality(
            @Key String kind,
            long segments,
            long truePositives,
            long falsePositives,
            long missed,
            @Unit("1") @Nullable Double precision,
            @Unit("1") @Nullable Double recall,
            @Unit("1") @Nullable Double f1) {}

    @Override
    public void define(Graph g) {
        g.description("Agreement of detections with ground truth: precision, recall, F1 by matching on the ground");
        g.owner("perception");
        g.parameter("match_m", 1.0, "m");
        g.parameter("score_min", 0.3, "1");
        Table<Detection> detections = g.source("detections", Detection.class, "detections");
        Table<Detection> scored = g.check("scored", detections, rules -> rules.range("score", 0, 1));
        Table<Truth> truth = g.source("ground_truth", Truth.class, "ground_truth");
        Table<Framed> frames = g.sql("frames", Framed.class, query("frames"), scored, truth);
        Table<Match> matches = g.java("detection_matches", Match.class, FrameMatching.class, frames);
        g.metric("detection_match", "1.0", matches);
        Table<Quality> quality = g.sql("detection_quality", Quality.class, query("detection_quality"), matches);
        g.metric(
                "detection_quality",
                "1.0",
                quality,
                Measure.mean("precision").higherIsBetter(),
                Measure.mean("recall").higherIsBetter(),
                Measure.mean("f1").higherIsBetter(),
                Measure.mean("mean_distance_m").lowerIsBetter());
        Table<FleetQuality> fleet =
                g.reduce("perception_quality", FleetQuality.class, query("perception_quality"), quality);
        g.metric("perception_quality", "1.0", fleet);
    }

    private static SqlText query(String step) {
        return sqlResource(DetectionQuality.class, step + ".sql");
    }
}
