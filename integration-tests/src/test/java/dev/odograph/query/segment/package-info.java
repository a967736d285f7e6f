/** How rows of a segment become lines of a chart. */
package dev.odograph.query.segment;
