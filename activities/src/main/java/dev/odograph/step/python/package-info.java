/** Python beside the JVM: interpreters, environments made from locks, and the warm processes that run python steps. */
@NullMarked
package dev.odograph.step.python;

import org.jspecify.annotations.NullMarked;
