/**
 * How well the detections of a perception agree with labelled truth.
 *
 * <p>Detections are matched to labels of the same kind by the distance of their middles on the ground, the surest first,
 * each to the nearest that is free, within {@code match_m}: Caesar et al., "nuScenes: a multimodal dataset for autonomous
 * driving", CVPR 2020, section 3.1 (thresholds there are 0.5, 1, 2 and 4 m). Equal scores are settled by the lower detection
 * id, equal distances by the lower object id, so that the same frames give the same matches. Precision, recall and F1: van
 * Rijsbergen, "Information Retrieval", 2nd edition, 1979, chapter 7.
 */
@NullMarked
package dev.odograph.examples.perception;

import org.jspecify.annotations.NullMarked;
