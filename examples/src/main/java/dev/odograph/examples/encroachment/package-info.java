/**
 * How narrowly a vehicle and others missed each other where their paths cross.
 *
 * <p>Post-encroachment time: Allen, Shin, Cooper, "Analysis of traffic conflicts and collisions", Transportation Research
 * Record 667 (1978), 67–74.
 */
@NullMarked
package dev.odograph.examples.encroachment;

import org.jspecify.annotations.NullMarked;
