/** One dataset: its versions, segments, tags, spans and what was published of it. Reads stores, writes nothing. */
@NullMarked
package dev.odograph.query.dataset;

import org.jspecify.annotations.NullMarked;
