/** Does a detector's score mean what it says? A graph with its main step in Python. */
@NullMarked
package dev.odograph.examples.calibration;

import org.jspecify.annotations.NullMarked;
