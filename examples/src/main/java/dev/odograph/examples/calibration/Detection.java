package dev.odograph.examples.calibration;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * What perception made of a labelled frame.
 *
 * @param tMs time of the frame since the start of the recording
 * @param detectionId number in the frame
 * @param kind what it is taken for
 * @param score probability that it is right, by the detector's own word, 0 to 1
 * @param eastM where it is
 * @param northM where it is
 */
public record Detection(
        @Key String segmentId,
        @Key @Unit("ms") long tMs,
        @Key int detectionId,
        String kind,
        @Unit("1") double score,
        @Unit("m") double eastM,
        @Unit("m") double northM) {}
