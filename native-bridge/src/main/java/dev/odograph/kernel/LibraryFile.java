package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import java.nio.file.Path;
import java.util.Locale;

/** Looks at a file's ELF header, so that a wrong file gets a clear message before the loader sees it. */
final class LibraryFile {
    private static final int MACHINE_OFFSET = 18;
    private static final int TYPE_OFFSET = 16;
    private static final int TYPE_SHARED = 3;
    private static final int MACHINE_X86_64 = 62;
    private static final int MACHINE_AARCH64 = 183;

    private LibraryFile() {}

    static void check(Path file, byte[] bytes) {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        boolean elf = bytes.length > 64 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
        if (!elf || shortAt(bytes, TYPE_OFFSET) != TYPE_SHARED) {
            throw new KernelException(
                    Code.LIBRARY_NOT_LOADABLE,
                    "kernel library " + file + " is not a shared library: link it with -shared -fPIC");
        }
        int machine = shortAt(bytes, MACHINE_OFFSET);
        String architecture = System.getProperty("os.arch");
        int expected = architecture.equals("aarch64") ? MACHINE_AARCH64 : MACHINE_X86_64;
        if (machine != expected) {
            throw new KernelException(
                    Code.LIBRARY_WRONG_ARCHITECTURE,
                    "kernel library " + file + " was built for " + nameOf(machine) + ", but this machine is "
                            + architecture + ": build it here or with a cross compiler");
        }
    }

    private static String nameOf(int machine) {
        return switch (machine) {
            case 3 -> "i386";
            case 40 -> "arm";
            case MACHINE_X86_64 -> "amd64";
            case MACHINE_AARCH64 -> "aarch64";
            case 243 -> "riscv64";
            default -> "ELF machine " + machine;
        };
    }

    private static int shortAt(byte[] bytes, int offset) {
        return Byte.toUnsignedInt(bytes[offset]) | Byte.toUnsignedInt(bytes[offset + 1]) << 8;
    }
}
