package dev.odograph.host;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The class path of a step host: only what running a step needs. Found by one class of each jar, so that it is the same
 * under Maven, in an IDE and in the packaged application. No driver of a store and no Temporal client is on it.
 */
public final class HostClasspath {
    private static final List<String> NEEDED = List.of(
            "dev.odograph.host.StepHostMain",
            "dev.odograph.spec.GraphSpec",
            "com.fasterxml.jackson.core.JsonFactory",
            "com.fasterxml.jackson.annotation.JsonProperty",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.datatype.jdk8.Jdk8Module",
            "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule",
            "com.google.flatbuffers.Table",
            "javax.measure.Unit",
            "org.apache.arrow.c.ArrowArray",
            "org.apache.arrow.flatbuf.Message",
            "org.apache.arrow.memory.BufferAllocator",
            "org.apache.arrow.memory.unsafe.UnsafeAllocationManager",
            "org.apache.arrow.vector.VectorSchemaRoot",
            "org.apache.commons.codec.binary.Hex",
            "org.bytedeco.javacpp.Pointer",
            "org.duckdb.DuckDBDriver",
            "org.jspecify.annotations.NullMarked",
            "org.slf4j.Logger",
            "tech.units.indriya.AbstractUnit",
            "tech.uom.lib.common.function.SymbolSupplier",
            "jakarta.inject.Singleton");
    /** In the native bridge's jar, which may be absent where no kernel is used. */
    private static final List<String> WANTED = List.of("dev.odograph.kernel.package-info");

    private HostClasspath() {}

    /** Where those classes are in this process: jars or class directories, in a fixed order. */
    public static List<Path> find() {
        Set<Path> found = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        for (String name : NEEDED) {
            locationOf(name).ifPresentOrElse(found::add, () -> missing.add(name));
        }
        WANTED.forEach(name -> locationOf(name).ifPresent(found::add));
        if (!missing.isEmpty()) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR,
                    "Step hosts cannot be started: the worker's class path lacks " + String.join(", ", missing)
                            + "; rebuild the application");
        }
        return List.copyOf(found);
    }

    /** The jar or directory that holds a class, without loading it. */
    static Optional<Path> locationOf(String className) {
        String resource = className.replace('.', '/') + ".class";
        URL url = HostClasspath.class.getClassLoader().getResource(resource);
        if (url == null) {
            return Optional.empty();
        }
        try {
            if (url.getProtocol().equals("file")) {
                String text = url.toURI().toString();
                return Optional.of(Path.of(URI.create(text.substring(0, text.length() - resource.length()))));
            }
            URLConnection connection = url.openConnection();
            return connection instanceof JarURLConnection jar
                    ? Optional.of(Path.of(jar.getJarFileURL().toURI()))
                    : Optional.empty();
        } catch (IOException | URISyntaxException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, "Class " + className + " is at " + url + ", which cannot be read", e);
        }
    }
}
