/**
 * How well a vehicle keeps its lane.
 *
 * <p>SDLP, the standard deviation of lateral position: O'Hanlon et al. 1982; Verster, Roth, "Standard operation procedures
 * for conducting the on-the-road driving test, and measurement of the standard deviation of lateral position",
 * International Journal of General Medicine 4 (2011), 359–371. Time to line crossing by distance to the line over lateral
 * speed: Godthelp, Milgram, Blaauw, "The development of a time-related measure to describe driving strategy", Human Factors
 * 26 (1984), 257–268, in the first-order form of van Winsum, Brookhuis, de Waard, Accident Analysis and Prevention 32
 * (2000), 47–56. Lane departure, when a side of the vehicle is beyond the line: SAE J2944 (2015).
 */
@NullMarked
package dev.odograph.examples.lanekeeping;

import org.jspecify.annotations.NullMarked;
