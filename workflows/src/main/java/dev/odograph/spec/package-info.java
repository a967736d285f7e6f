/** GraphSpec, the validated, immutable, serialisable form of a graph, with schemas, units and its JSON. Pure values. */
@NullMarked
package dev.odograph.spec;

import org.jspecify.annotations.NullMarked;
