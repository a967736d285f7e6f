/** How much room a delivery robot leaves to people. */
@NullMarked
package dev.odograph.examples.clearance;

import org.jspecify.annotations.NullMarked;
