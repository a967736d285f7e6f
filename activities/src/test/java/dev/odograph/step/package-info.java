/** Tests of step execution on the real DuckDB and Arrow. */
@NullMarked
package dev.odograph.step;

import org.jspecify.annotations.NullMarked;
