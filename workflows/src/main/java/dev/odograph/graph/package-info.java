/** What an author of metrics writes against: graphs, tables, steps, keys and units. Nothing here runs a step. */
@NullMarked
package dev.odograph.graph;

import org.jspecify.annotations.NullMarked;
