/** The reference of the example graph, as an outside author would test a metric. */
@NullMarked
package dev.odograph.examples.carfollowing;

import org.jspecify.annotations.NullMarked;
