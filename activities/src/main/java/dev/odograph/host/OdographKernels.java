package dev.odograph.host;

import dev.odograph.host.bundle.BundledKernel;
import dev.odograph.kernel.CoreKernels;
import java.util.List;

/** The kernels that come with Odograph and that every graph may use. */
public final class OdographKernels {
    /** What stands for their library. */
    public static final String LIBRARY = "odograph";

    private OdographKernels() {}

    /** All of them, in their library's order. */
    public static List<BundledKernel> list() {
        return BundleKernels.listed(LIBRARY, CoreKernels.library());
    }
}
