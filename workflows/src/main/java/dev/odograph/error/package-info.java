/** Typed errors: a category, a stable code and a message that names the thing, the value and the mend. Every module throws these. */
@NullMarked
package dev.odograph.error;

import org.jspecify.annotations.NullMarked;
