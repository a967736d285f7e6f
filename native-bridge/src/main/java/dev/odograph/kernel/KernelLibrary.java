package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.internal.KernelAbi;
import dev.odograph.kernel.internal.NativeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A shared library of kernels, loaded into this process. It is never unloaded, so there is nothing to close; its code
 * runs with this process's rights, and a crash in it ends the process: platform code opens author libraries only in a
 * step host. Replace a library's file by renaming a new one over it, never by writing into it.
 *
 * <p>Immutable and thread-safe.
 */
public final class KernelLibrary {
    private static final int MESSAGE_BYTES = 4096;

    static {
        KernelAbi.load();
    }

    private final Path path;
    private final String name;
    private final String buildId;
    private final String instructionSet;
    private final String sha256;
    private final Map<String, Kernel> kernels;

    private KernelLibrary(Path path, String sha256, KernelAbi.Library library) {
        this.path = path;
        this.sha256 = sha256;
        this.name = Metadata.text(library.name());
        this.buildId = Metadata.text(library.build_id());
        this.instructionSet = Metadata.text(library.instruction_set());
        Map<String, Kernel> byName = new LinkedHashMap<>();
        for (long i = 0; i < library.n_kernels(); i++) {
            KernelAbi.Descriptor pointer = KernelAbi.kernel(library, i);
            KernelDescriptor descriptor = Metadata.descriptor(path, pointer);
            if (byName.put(descriptor.name(), new Kernel(descriptor, pointer)) != null) {
                throw Metadata.invalid(path, "it has two kernels named " + descriptor.name());
            }
        }
        this.kernels = byName;
    }

    /**
     * Loads a library and reads what its kernels declare.
     *
     * @throws KernelException {@code LIBRARY_*}: it is not there, not a shared library for this machine, not a kernel
     *     library, or of another ABI version
     */
    public static KernelLibrary open(Path path) {
        Path file = path.toAbsolutePath().normalize();
        byte[] bytes = read(file);
        LibraryFile.check(file, bytes);
        KernelAbi.Library library = load(file);
        if (library.abi_version() != KernelAbi.ABI_VERSION) {
            throw new KernelException(
                    Code.LIBRARY_ABI_MISMATCH,
                    "kernel library " + file + " implements kernel ABI version " + library.abi_version()
                            + ", but this Odograph needs version " + KernelAbi.ABI_VERSION
                            + ": build it again with the header odograph/kernel.h of this release");
        }
        try (BytePointer baseline = new BytePointer(Metadata.text(library.instruction_set()))) {
            if (!KernelAbi.supports(baseline)) {
                throw new KernelException(
                        Code.LIBRARY_INSTRUCTION_SET,
                        "kernel library " + file + " was compiled for " + Metadata.text(library.instruction_set())
                                + ", which this processor lacks: build it for an older baseline");
            }
        }
        return new KernelLibrary(file, NativeCache.sha256(bytes), library);
    }

    private static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new KernelException(
                    Code.LIBRARY_NOT_FOUND, "kernel library " + file + " is not there: build it or correct the path");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KernelException(
                    Code.LIBRARY_NOT_LOADABLE, "kernel library " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static KernelAbi.Library load(Path file) {
        try (BytePointer nativePath = new BytePointer(file.toString());
                BytePointer message = new BytePointer(MESSAGE_BYTES)) {
            Pointer handle = KernelAbi.open(nativePath, message, MESSAGE_BYTES);
            if (handle == null) {
                throw new KernelException(
                        Code.LIBRARY_NOT_LOADABLE,
                        "kernel library " + file + " cannot be loaded: " + Metadata.text(message));
            }
            KernelAbi.Library library = KernelAbi.library(handle);
            if (library == null) {
                throw new KernelException(
                        Code.LIBRARY_MISSING_SYMBOL,
                        "kernel library " + file + " does not export odograph_kernel_library (or it returned NULL):"
                                + " register its kernels with ODOGRAPH_KERNEL_LIBRARY");
            }
            return library;
        }
    }

    /**
     * Computes all golden vectors of all kernels. A host does so before it gives the library its first rows.
     *
     * @throws KernelException LIBRARY_GOLDEN_DIFFERS, naming kernel, vector, row, column and both values
     */
    public void verify(BufferAllocator allocator) {
        for (Kernel kernel : kernels.values()) {
            for (GoldenVector vector : kernel.descriptor().golden()) {
                new GoldenCheck(this, kernel, vector).run(allocator);
            }
        }
    }

    public Path path() {
        return path;
    }

    public String name() {
        return name;
    }

    /** What the library says of its build: changes with its sources, flags or compiler. */
    public String buildId() {
        return buildId;
    }

    /** The baseline it was compiled for, such as {@code x86-64-v2}. */
    public String instructionSet() {
        return instructionSet;
    }

    /** SHA-256 of the library's file, lower-case hex: together with {@link #buildId} what a fingerprint needs. */
    public String sha256() {
        return sha256;
    }

    /** What its kernels declare, in the library's order. */
    public List<KernelDescriptor> kernels() {
        return kernels.values().stream().map(Kernel::descriptor).toList();
    }

    /**
     * The kernel of this name.
     *
     * @throws KernelException {@code KERNEL_UNKNOWN}, naming those that are there
     */
    public Kernel kernel(String kernelName) {
        Kernel kernel = kernels.get(kernelName);
        if (kernel == null) {
            List<String> names = new ArrayList<>(kernels.keySet());
            throw new KernelException(
                    Code.KERNEL_UNKNOWN,
                    "kernel library " + path + " has no kernel " + kernelName + NearestName.hint(kernelName, names)
                            + " It has: " + String.join(", ", names));
        }
        return kernel;
    }
}
