/** Tests of the command line, from its arguments to its exit codes. */
@NullMarked
package dev.odograph.cli;

import org.jspecify.annotations.NullMarked;
