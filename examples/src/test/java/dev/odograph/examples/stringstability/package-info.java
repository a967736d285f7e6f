/** Tests of string stability: values computed by hand, contracts of the steps, determinism, and a golden scene. */
@NullMarked
package dev.odograph.examples.stringstability;

import org.jspecify.annotations.NullMarked;
