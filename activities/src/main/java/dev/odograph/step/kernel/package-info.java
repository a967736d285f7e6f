/** Kernels as steps call them: found in a library, given parameters, called on Arrow batches. Nothing here reads files. */
@NullMarked
package dev.odograph.step.kernel;

import org.jspecify.annotations.NullMarked;
