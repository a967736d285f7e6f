/** Tests of bundles. */
@NullMarked
package dev.odograph.host.bundle;

import org.jspecify.annotations.NullMarked;
