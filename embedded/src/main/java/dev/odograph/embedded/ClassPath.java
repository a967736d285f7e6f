package dev.odograph.embedded;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Class paths for child JVMs, found from where classes were loaded: the class path of this process may be relative, or
 * belong to an application server that loads its jars itself.
 */
final class ClassPath {
    private ClassPath() {}

    /** Where this module's own classes are. */
    static String ofThisModule() {
        return location(ClassPath.class);
    }

    /** What the supervisor needs. */
    static String ofSupervisor() {
        Set<String> entries = new LinkedHashSet<>();
        for (Class<?> type : List.of(
                ClassPath.class,
                com.fasterxml.jackson.databind.ObjectMapper.class,
                com.fasterxml.jackson.core.JsonFactory.class,
                com.fasterxml.jackson.annotation.JsonProperty.class,
                org.postgresql.Driver.class,
                org.apache.commons.compress.archivers.tar.TarArchiveInputStream.class,
                org.apache.commons.io.IOUtils.class,
                org.apache.commons.lang3.ArrayUtils.class,
                org.apache.commons.codec.Charsets.class,
                org.tukaani.xz.XZInputStream.class)) {
            entries.add(location(type));
        }
        PostgresPart.binaries().ifPresent(resource -> entries.add(jarOf(resource)));
        return String.join(File.pathSeparator, entries);
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("the place of " + type.getName() + " is not known");
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath().toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type.getName() + " is not a path", e);
        }
    }

    private static String jarOf(URL resource) {
        String text = resource.toString();
        int end = text.indexOf("!/");
        if (!text.startsWith("jar:file:") || end < 0) {
            throw new IllegalStateException("the PostgreSQL binaries are not in a jar file but at " + text);
        }
        return Path.of(URI.create(text.substring("jar:".length(), end))).toString();
    }
}
