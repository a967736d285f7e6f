/** Tests of agreement with ground truth: values computed by hand, contracts of the steps, determinism, and a golden scene. */
@NullMarked
package dev.odograph.examples.perception;

import org.jspecify.annotations.NullMarked;
