/**
 * What keeps the stores in order while no one looks: retention of runs and what only they referred to, settlement of runs
 * whose workflow is gone, and the purge of a recording. Everything here may be interrupted anywhere and done again, by
 * several processes at once.
 */
@NullMarked
package dev.odograph.housekeeping;

import org.jspecify.annotations.NullMarked;
