/**
 * How a ride feels along the direction of travel.
 *
 * <p>Root mean square of acceleration, and of each running second of it with its maximum (MTVV): ISO 2631-1:1997, 6.1 and
 * 6.3.1, <b>without</b> the frequency weighting W<sub>d</sub>: speeds at 10 Hz carry nothing above 5 Hz, and below 2 Hz
 * the weighting is about 1. The limit 0.8 m/s² is where the standard's annex C.2.3 lets "uncomfortable" begin.
 *
 * <p>Jerk, with the limit 2.94 m/s³ (0.3 g/s): Hoberock, "A survey of longitudinal acceleration comfort studies in ground
 * transportation vehicles", Journal of Dynamic Systems, Measurement, and Control 99 (1977), 76–84.
 */
@NullMarked
package dev.odograph.examples.comfort;

import org.jspecify.annotations.NullMarked;
