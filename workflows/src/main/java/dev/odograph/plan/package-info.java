/** Pure planning: stages from a spec, partitions from segments, and the keys and fingerprints that identify what is computed. */
@NullMarked
package dev.odograph.plan;

import org.jspecify.annotations.NullMarked;
