package dev.odograph.examples.calibration;

import dev.odograph.graph.Key;
import dev.odograph.graph.Unit;

/**
 * Who really was there at a labelled frame.
 *
 * @param tMs time of the frame since the start of the recording
 * @param objectId who
 * @param kind what it is
 * @param eastM where it is
 * @param northM where it is
 */
public record Truth(
        @Key String segmentId,
        @Key @Unit("ms") long tMs,
        @Key int objectId,
        String kind,
        @Unit("m") double eastM,
        @Unit("m") double northM) {}
