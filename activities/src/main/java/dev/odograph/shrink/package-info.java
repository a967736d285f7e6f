/** Makes what failed small: the fewest segments, rows and columns of a stage's inputs that fail in the same way. */
@NullMarked
package dev.odograph.shrink;

import org.jspecify.annotations.NullMarked;
