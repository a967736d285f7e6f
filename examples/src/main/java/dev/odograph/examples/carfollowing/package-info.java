/**
 * Safety of vehicles that follow each other: gaps in time, time to collision, hard braking, and how far they drove.
 *
 * <p>Time to collision: Hayward, "Near-miss determination through use of a scale of danger", Highway Research Record 384
 * (1972), 24–34. Deceleration to avoid a crash (DRAC): Cooper, Ferguson, "Traffic studies at T-junctions 2: a conflict
 * simulation record", Traffic Engineering and Control 17 (1976), 306–309. Time exposed to a time to collision below a limit
 * (TET): Minderhoud, Bovy, "Extended time-to-collision measures for road traffic safety assessment", Accident Analysis and
 * Prevention 33 (2001), 89–97.
 */
@NullMarked
package dev.odograph.examples.carfollowing;

import org.jspecify.annotations.NullMarked;
