package dev.odograph.host.bundle;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Kernel libraries that an author's jar holds in its folder {@code native/}, beside the classes that use them. */
final class PackedLibraries {
    private static final String FOLDER = "native/";

    private PackedLibraries() {}

    /** Whether an entry of a jar is a kernel library. */
    static boolean isLibrary(String entry) {
        return entry.startsWith(FOLDER) && entry.endsWith(".so") && entry.indexOf('/', FOLDER.length()) < 0;
    }

    /** Copies them out of a jar into a directory. */
    static List<Path> unpack(Path jar, Path directory) throws IOException {
        List<Path> unpacked = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(e -> isLibrary(e.getName())).toList()) {
                Path target = directory.resolve(entry.getName().substring(FOLDER.length()));
                if (Files.exists(target)) {
                    throw new OdographException(
                            ErrorCode.BUNDLE_INVALID,
                            "Two libraries are called " + target.getFileName() + ": rename one of them");
                }
                try (InputStream stream = zip.getInputStream(entry)) {
                    Files.copy(stream, target);
                }
                unpacked.add(target);
            }
        } catch (java.util.zip.ZipException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "Jar " + jar.getFileName() + " cannot be read (" + e.getMessage() + "): build it again",
                    e);
        }
        return unpacked;
    }
}
