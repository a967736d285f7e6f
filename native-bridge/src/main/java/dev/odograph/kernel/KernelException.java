package dev.odograph.kernel;

/**
 * A kernel library or kernel could not be used. The message names the library, kernel, column or parameter, the value
 * found, and the mend.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; names are stable and only ever added to. */
    public enum Code {
        /** No file at the path. */
        LIBRARY_NOT_FOUND,
        /** The file is no shared library, or one it depends on is missing. */
        LIBRARY_NOT_LOADABLE,
        /** The file is a shared library for another processor architecture. */
        LIBRARY_WRONG_ARCHITECTURE,
        /** The library does not export the discovery symbol. */
        LIBRARY_MISSING_SYMBOL,
        /** The library was built for another version of the kernel ABI. */
        LIBRARY_ABI_MISMATCH,
        /** This processor lacks instructions that the library was compiled for. */
        LIBRARY_INSTRUCTION_SET,
        /** The library describes its kernels in a way that the ABI does not allow. */
        LIBRARY_INVALID,
        /** This host computes a golden vector otherwise than its library says: it must not run its kernels. */
        LIBRARY_GOLDEN_DIFFERS,
        /** The library has no kernel of this name. */
        KERNEL_UNKNOWN,
        /** A parameter that the kernel does not declare. */
        PARAMETER_UNKNOWN,
        /** A parameter without default was not given. */
        PARAMETER_MISSING,
        /** A parameter's value has another type, or the kernel refuses it. */
        PARAMETER_INVALID,
        /** An input is missing, mistyped, or holds a value that the kernel refuses. */
        INPUT_INVALID,
        /** The kernel stopped because its {@link CancelFlag} was set. */
        KERNEL_CANCELLED,
        /** The kernel could not allocate memory. */
        KERNEL_OUT_OF_MEMORY,
        /** The kernel failed: its own defect. */
        KERNEL_FAILED,
        /** The kernel returned something other than what it declares: its own defect. */
        KERNEL_OUTPUT_INVALID
    }

    private final Code code;

    KernelException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Whether the caller's input or parameters are at fault, so that trying again cannot help. */
    public boolean isUserError() {
        return switch (code) {
            case LIBRARY_GOLDEN_DIFFERS, KERNEL_CANCELLED, KERNEL_OUT_OF_MEMORY, KERNEL_FAILED, KERNEL_OUTPUT_INVALID ->
                false;
            default -> true;
        };
    }
}
