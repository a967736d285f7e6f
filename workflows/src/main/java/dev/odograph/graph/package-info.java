/** What an author of metrics writes against: graphs, tables, steps, keys and units. {@link dev.odograph.graph.GraphSpecs} makes a spec of it. Nothing here runs a step. */
@NullMarked
package dev.odograph.graph;

import org.jspecify.annotations.NullMarked;
