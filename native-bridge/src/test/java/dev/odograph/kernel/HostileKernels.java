package dev.odograph.kernel;

import dev.odograph.kernel.internal.NativeCache;
import java.nio.file.Path;

/**
 * The test library of kernels that misbehave: {@code hostile_segfault}, {@code hostile_abort}, {@code hostile_spin}
 * (loops until cancelled), {@code hostile_leak} (allocates without end), {@code hostile_oob} (writes far outside its
 * memory), and {@code hostile_throw}. Input: segment_id, t_ms. Parameter {@code segment_id}: misbehave only where that
 * segment is in the batch, else pass the rows through; empty (the default) misbehaves always.
 */
public final class HostileKernels {
    private HostileKernels() {}

    /** The library's file. */
    public static Path path() {
        return NativeCache.unpack(HostileKernels.class, "native/libodograph_hostile.so");
    }
}
