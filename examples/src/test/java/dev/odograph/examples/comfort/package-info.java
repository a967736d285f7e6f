/** Tests of comfort of a ride: values computed by hand, contracts of the steps, determinism, and a golden scene. */
@NullMarked
package dev.odograph.examples.comfort;

import org.jspecify.annotations.NullMarked;
