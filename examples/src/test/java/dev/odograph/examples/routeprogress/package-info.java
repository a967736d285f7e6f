/** Tests of progress and success of missions: values computed by hand, contracts of the steps, determinism, and a golden scene. */
@NullMarked
package dev.odograph.examples.routeprogress;

import org.jspecify.annotations.NullMarked;
