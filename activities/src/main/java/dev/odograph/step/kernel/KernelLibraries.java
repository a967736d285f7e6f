package dev.odograph.step.kernel;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.kernel.CoreKernels;
import dev.odograph.kernel.KernelException;
import dev.odograph.kernel.KernelLibrary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The kernel libraries that a bundle's steps may call in this process. Before the first kernel step all of them compute
 * their golden vectors; where one differs, no kernel step runs here, whichever library it calls. Thread-safe.
 */
public final class KernelLibraries {
    private final List<Path> all;
    private final Map<Path, KernelLibrary> opened = new HashMap<>();
    private @Nullable KernelLibrary core;
    private @Nullable KernelException refusal;

    /** The libraries of a bundle, which are opened when the first kernel step comes. */
    public KernelLibraries(List<Path> all) {
        this.all = List.copyOf(all);
    }

    /**
     * A library that may be called.
     *
     * @param file of the bundle; empty for the kernels that come with Odograph
     * @throws KernelException where it cannot be opened
     * @throws OdographException KERNEL_GOLDEN_DIFFERS where a golden vector of any library differs on this host
     */
    synchronized KernelLibrary library(Optional<Path> file) {
        if (refusal != null) {
            throw refused(refusal);
        }
        try {
            KernelLibrary odographs = core;
            if (odographs == null) {
                odographs = verified(CoreKernels.library());
                all.forEach(this::open);
                core = odographs;
            }
            return file.isPresent() ? open(file.get()) : odographs;
        } catch (KernelException e) {
            if (e.code() == KernelException.Code.LIBRARY_GOLDEN_DIFFERS) {
                refusal = e;
                throw refused(e);
            }
            throw e;
        }
    }

    private KernelLibrary open(Path file) {
        return opened.computeIfAbsent(file, path -> verified(KernelLibrary.open(path)));
    }

    private static KernelLibrary verified(KernelLibrary library) {
        try (RootAllocator allocator = new RootAllocator()) {
            library.verify(allocator);
        }
        return library;
    }

    private static OdographException refused(KernelException e) {
        return new OdographException(ErrorCode.KERNEL_GOLDEN_DIFFERS, String.valueOf(e.getMessage()), e);
    }
}
