/**
 * The JavaCPP binding of {@code odograph/kernel.h}, structure by structure. Only {@code dev.odograph.kernel} uses it;
 * it promises nothing to anyone else.
 */
@NullMarked
package dev.odograph.kernel.internal;

import org.jspecify.annotations.NullMarked;
