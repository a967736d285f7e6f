/** Exports and lineage events without servers. */
@NullMarked
package dev.odograph.export;

import org.jspecify.annotations.NullMarked;
