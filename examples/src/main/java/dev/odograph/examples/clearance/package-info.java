/**
 * How much room a delivery robot leaves to people.
 *
 * <p>Distance from a rectangular footprint: Ericson, Real-Time Collision Detection (2005), section 5.1.4. The default limit,
 * where intimate distance begins: Hall, The Hidden Dimension (1966).
 */
@NullMarked
package dev.odograph.examples.clearance;

import org.jspecify.annotations.NullMarked;
