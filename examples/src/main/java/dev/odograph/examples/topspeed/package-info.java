/** The first graph that a reader meets: how fast did each vehicle go? */
@NullMarked
package dev.odograph.examples.topspeed;

import org.jspecify.annotations.NullMarked;
