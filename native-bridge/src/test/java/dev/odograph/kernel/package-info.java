/** Tests of the kernel binding, and {@link dev.odograph.kernel.HostileKernels} for those of other modules. */
@org.jspecify.annotations.NullMarked
package dev.odograph.kernel;
