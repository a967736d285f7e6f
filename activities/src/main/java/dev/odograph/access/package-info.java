/** Who may do what: tokens, roles, and the record of what was asked for. */
@NullMarked
package dev.odograph.access;

import org.jspecify.annotations.NullMarked;
