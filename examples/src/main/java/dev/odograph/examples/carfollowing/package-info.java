/** Safety of vehicles that follow each other: gaps in time, time to collision, hard braking, and how far they drove. */
@NullMarked
package dev.odograph.examples.carfollowing;

import org.jspecify.annotations.NullMarked;
