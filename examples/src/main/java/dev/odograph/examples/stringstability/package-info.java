/**
 * Whether a platoon damps or amplifies disturbances of speed from vehicle to vehicle.
 *
 * <p>A vehicle's disturbance is its speed less its own mean over the minute around it. Its gain is the norm of that over
 * the norm of the vehicle's ahead, in L<sub>2</sub> and in L<sub>∞</sub>: Ploeg, van de Wouw, Nijmeijer, "Lp string
 * stability of cascaded systems: application to vehicle platooning", IEEE Transactions on Control Systems Technology 22
 * (2014), 786–793; a platoon is strictly string stable where no gain is above 1. The gain from head to tail: Ge, Orosz,
 * "Dynamics of connected vehicle systems with delayed acceleration feedback", Transportation Research Part C 46 (2014),
 * 46–64. A recording gives an estimate of the gain for the disturbances that happened, not its bound.
 */
@NullMarked
package dev.odograph.examples.stringstability;

import org.jspecify.annotations.NullMarked;
