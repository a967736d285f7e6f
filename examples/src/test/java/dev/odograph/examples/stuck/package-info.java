/** Tests of stuck robots: values computed by hand, contracts of the steps, determinism, and a golden scene. */
@NullMarked
package dev.odograph.examples.stuck;

import org.jspecify.annotations.NullMarked;
