/** Artifacts: a stage's output for a partition as Arrow files, and the content-addressed store that keeps them. */
@NullMarked
package dev.odograph.artifact;

import org.jspecify.annotations.NullMarked;
