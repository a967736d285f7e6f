/**
 * The lock file that authors commit beside a graph, and the rules by which a changed graph stays compatible with it. Pure:
 * who measures the results is elsewhere.
 */
@NullMarked
package dev.odograph.spec.lock;

import org.jspecify.annotations.NullMarked;
