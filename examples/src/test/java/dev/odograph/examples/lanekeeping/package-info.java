/** Tests of lane keeping: values computed by hand, contracts of the steps, determinism, and a golden scene. */
@NullMarked
package dev.odograph.examples.lanekeeping;

import org.jspecify.annotations.NullMarked;
