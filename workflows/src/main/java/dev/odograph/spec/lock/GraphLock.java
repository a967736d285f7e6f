package dev.odograph.spec.lock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Version;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What authors commit of a graph: what readers of its metrics count on. One value a line, so that a review shows what
 * changed.
 *
 * @param format version of this JSON form; {@value #FORMAT}
 * @param namespace prefix of the metrics' identity
 * @param graph name of the graph
 * @param version its version
 * @param sample what the golden results stand on
 * @param metrics its metrics by name
 * @param steps kind and first 16 digits of the fingerprint of each step by name; for readers: it says where a change is,
 *     and another fingerprint alone is no problem
 */
public record GraphLock(
        int format,
        String namespace,
        String graph,
        Version version,
        Sample sample,
        Map<String, LockedMetric> metrics,
        Map<String, String> steps) {
    /** Version of the JSON form that this code writes. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public GraphLock {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(graph, "graph is null");
        requireNonNull(version, "version is null");
        requireNonNull(sample, "sample is null");
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        steps = Collections.unmodifiableMap(new TreeMap<>(steps));
    }

    /**
     * What the golden results stand on.
     *
     * @param simulated what was simulated; empty text for files
     * @param files SHA-256 of each file by its path beside the lock file; none where it was simulated
     */
    public record Sample(
            String simulated,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> files) {
        public Sample {
            simulated = simulated == null ? "" : simulated;
            files = files == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(files));
        }
    }

    /** The text of the file. */
    public String write() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return JSON.writer(printer).writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "the lock does not serialise to JSON", e);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for messages
     * @throws OdographException FILE_CORRUPT where it is no lock file, or that of a newer Odograph
     */
    public static GraphLock read(String file, String text) {
        try {
            int format = JSON.readTree(text).path("format").asInt();
            if (format != FORMAT) {
                throw new OdographException(
                        ErrorCode.FILE_CORRUPT,
                        "Lock file " + file + " has format " + format + ", but this Odograph reads " + FORMAT
                                + ": restore the committed file, or use the Odograph that wrote it");
            }
            return JSON.readValue(text, GraphLock.class);
        } catch (JsonProcessingException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    "Lock file " + file + " cannot be read: " + e.getOriginalMessage()
                            + ": restore the committed file, or resolve the merge by ./odograph graph lock",
                    e);
        }
    }
}
