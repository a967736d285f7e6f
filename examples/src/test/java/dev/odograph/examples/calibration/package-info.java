/** Tests of detection calibration. */
@NullMarked
package dev.odograph.examples.calibration;

import org.jspecify.annotations.NullMarked;
