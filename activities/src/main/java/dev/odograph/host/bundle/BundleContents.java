package dev.odograph.host.bundle;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Digests of what is in a bundle's files.
 *
 * @param jars per jar in class-path order: sha256 by entry name
 * @param libraries sha256 by file name
 */
record BundleContents(List<SortedMap<String, String>> jars, SortedMap<String, String> libraries) {
    /** Of a bundle's directory. */
    static BundleContents in(Path bundle) {
        return read(Bundle.filesIn(bundle.resolve(Bundle.JARS)), Bundle.filesIn(bundle.resolve(Bundle.LIBRARIES)));
    }

    static BundleContents read(List<Path> jars, List<Path> libraries) {
        List<SortedMap<String, String>> entries = new ArrayList<>();
        jars.forEach(jar -> entries.add(entriesOf(jar)));
        SortedMap<String, String> digests = new TreeMap<>();
        libraries.forEach(library -> digests.put(library.getFileName().toString(), sha256Of(library)));
        return new BundleContents(entries, digests);
    }

    /** Of everything; two builds of the same sources have the same. */
    String digest() {
        Sha256 digest = new Sha256().add("odograph-bundle").add(Integer.toString(Bundle.FORMAT));
        for (SortedMap<String, String> jar : jars) {
            digest.add("jar");
            addAll(digest, jar);
        }
        digest.add("libraries");
        addAll(digest, libraries);
        return digest.hex();
    }

    /**
     * Of what Java steps run: classes and their resources, the first of a name on the class path. Queries, Python and
     * its locks, kernel libraries and the jars' own metadata do not enter.
     */
    String javaFingerprint() {
        SortedMap<String, String> code = new TreeMap<>();
        for (SortedMap<String, String> jar : jars) {
            jar.forEach((name, sha256) -> {
                if (isCode(name)) {
                    code.putIfAbsent(name, sha256);
                }
            });
        }
        Sha256 digest = new Sha256().add("odograph-java");
        addAll(digest, code);
        return digest.hex();
    }

    private static boolean isCode(String name) {
        boolean other = name.endsWith(".sql")
                || name.endsWith(".py")
                || name.endsWith(".lock")
                || PackedLibraries.isLibrary(name);
        return !other && (!name.startsWith("META-INF/") || name.startsWith("META-INF/versions/"));
    }

    private static void addAll(Sha256 digest, Map<String, String> named) {
        named.forEach((name, sha256) -> digest.add(name).add(sha256));
    }

    private static SortedMap<String, String> entriesOf(Path jar) {
        SortedMap<String, String> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    try (InputStream stream = zip.getInputStream(entry)) {
                        entries.put(entry.getName(), Sha256.of(stream));
                    }
                }
            }
            return entries;
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "Jar " + jar + " cannot be read (" + e.getMessage() + "): build it again",
                    e);
        }
    }

    private static String sha256Of(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return Sha256.of(stream);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "Library " + file + " cannot be read (" + e.getMessage() + "): build it again",
                    e);
        }
    }
}
