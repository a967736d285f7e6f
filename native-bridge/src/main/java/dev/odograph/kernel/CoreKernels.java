package dev.odograph.kernel;

import dev.odograph.kernel.internal.NativeCache;
import java.nio.file.Path;

/** The kernels that come with Odograph. Thread-safe. */
public final class CoreKernels {
    private static final String RESOURCE = "native/libodograph_kernels.so";

    private CoreKernels() {}

    /** The library in this jar, unpacked to a file that other processes of this user may open as well. */
    public static Path path() {
        return NativeCache.unpack(CoreKernels.class, RESOURCE);
    }

    /** The library, opened. */
    public static KernelLibrary library() {
        return KernelLibrary.open(path());
    }
}
