/**
 * Kernel libraries from Java: open a shared library that implements the C ABI of {@code odograph/kernel.h}, read what
 * its kernels declare, and call them on Arrow vectors without copies. Knows nothing of graphs, steps or processes.
 */
@NullMarked
package dev.odograph.kernel;

import org.jspecify.annotations.NullMarked;
