/** The graph of the chaos campaign, as an author writes one; its classes are all of its bundle. */
@NullMarked
package dev.odograph.chaos.graph;

import org.jspecify.annotations.NullMarked;
