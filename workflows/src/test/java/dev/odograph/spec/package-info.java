/** Tests of the spec's values. */
@NullMarked
package dev.odograph.spec;

import org.jspecify.annotations.NullMarked;
