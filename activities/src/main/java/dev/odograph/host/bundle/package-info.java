/** Bundles: an author's code in a content-addressed directory, and the class loader that its code runs in. */
@NullMarked
package dev.odograph.host.bundle;

import org.jspecify.annotations.NullMarked;
