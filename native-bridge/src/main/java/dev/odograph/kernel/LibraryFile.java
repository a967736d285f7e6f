package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;

/** Looks at a file's ELF header, so that a wrong file gets a clear message before the loader sees it. */
final class LibraryFile {
    private static final int MACHINE_OFFSET = 18;
    private static final int TYPE_OFFSET = 16;
    private static final int PROGRAM_HEADERS_OFFSET = 32;
    private static final int PROGRAM_HEADER_SIZE_OFFSET = 54;
    private static final int PROGRAM_HEADER_COUNT_OFFSET = 56;
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
        if (!isWhole(bytes)) {
            throw new KernelException(
                    Code.LIBRARY_NOT_LOADABLE,
                    "kernel library " + file + " cannot be loaded: it is cut short at " + bytes.length
                            + " bytes; copy or build it again");
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

    /** A file shorter than the segments it announces would end the process with SIGBUS when it is mapped. */
    private static boolean isWhole(byte[] bytes) {
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long table = elf.getLong(PROGRAM_HEADERS_OFFSET);
        long entry = elf.getShort(PROGRAM_HEADER_SIZE_OFFSET);
        long count = elf.getShort(PROGRAM_HEADER_COUNT_OFFSET);
        if (table < 0 || entry < 56 || count < 1 || table > bytes.length - entry * count) {
            return false;
        }
        for (long i = 0; i < count; i++) {
            int header = (int) (table + i * entry);
            long offset = elf.getLong(header + 8);
            long size = elf.getLong(header + 32);
            if (offset < 0 || size < 0 || offset > bytes.length - size) {
                return false;
            }
        }
        return true;
    }

    private static int shortAt(byte[] bytes, int offset) {
        return Byte.toUnsignedInt(bytes[offset]) | Byte.toUnsignedInt(bytes[offset + 1]) << 8;
    }
}
