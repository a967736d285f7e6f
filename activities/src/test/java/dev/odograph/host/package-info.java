/** Tests of step hosts on real processes. */
@NullMarked
package dev.odograph.host;

import org.jspecify.annotations.NullMarked;
