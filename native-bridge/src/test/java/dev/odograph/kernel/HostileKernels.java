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

    /** Another library, whose golden vector is wrong on purpose: kernel {@code drifted_seconds}. */
    public static Path drifted() {
        return NativeCache.unpack(HostileKernels.class, "native/libodograph_drifted.so");
    }

    /**
     * Another library, which behaves: {@code echo} of every type, and {@code rows_of_call}, of scope SEGMENT, which gives a
     * row for each call with its last segment_id and t_ms and its number of rows.
     */
    public static Path echo() {
        return NativeCache.unpack(HostileKernels.class, "native/libodograph_echo.so");
    }

    /** The library's file. */
    public static Path path() {
        return NativeCache.unpack(HostileKernels.class, "native/libodograph_hostile.so");
    }

    /** A library of an ABI version that no host takes. */
    public static Path ofAnotherAbi() {
        return NativeCache.unpack(HostileKernels.class, "native/libodograph_abi99.so");
    }
}
