/**
 * The chaos campaign: runs of a graph on a stack of their own while processes are killed and paused, connections are cut,
 * a disk fills and a clock jumps; afterwards the rows must be those of an undisturbed run. {@code CampaignMain} is the
 * long campaign, {@code ChaosIT} the short one.
 */
@NullMarked
package dev.odograph.chaos;

import org.jspecify.annotations.NullMarked;
