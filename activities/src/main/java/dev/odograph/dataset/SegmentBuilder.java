package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Digests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a segment of what its tables' files say. */
final class SegmentBuilder {
    private static final int LONGEST_ID = 200;

    private final Map<String, Attributes> attributes;

    SegmentBuilder(Map<String, Attributes> attributes) {
        this.attributes = attributes;
    }

    Segment build(String stem, String sourceUri, List<FileFacts> files) {
        List<FileFacts> facts = files.stream()
                .sorted(Comparator.comparing(file -> file.table().name()))
                .toList();
        String segmentId = id(stem, facts);
        SortedMap<String, String> metadata = new TreeMap<>();
        facts.forEach(file -> metadata.putAll(file.metadata()));
        Attributes known = Attributes.ofMetadata(metadata).with(attributes.get(segmentId));
        List<SegmentTable> tables = facts.stream().map(FileFacts::table).toList();
        try {
            return new Segment(
                    segmentId,
                    digest(tables),
                    tables.stream().mapToLong(SegmentTable::rows).sum(),
                    tables.stream().mapToLong(SegmentTable::bytes).sum(),
                    facts.stream()
                            .map(FileFacts::durationMs)
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null),
                    distance(facts),
                    known.recordedAt(),
                    known.find("vehicle"),
                    known.find("release"),
                    known.find("scenario_id"),
                    known.scenarioSeed(),
                    sourceUri,
                    tables,
                    tags(segmentId, known));
        } catch (OdographException e) {
            throw new OdographException(e.code(), "segment " + Shown.quoted(segmentId) + ": " + e.getMessage(), e);
        }
    }

    /** The content digest: of each table in order of name, its name and its file's digest. */
    static String digest(List<SegmentTable> tables) {
        List<String> parts = new ArrayList<>();
        for (SegmentTable table : tables) {
            parts.add(table.name());
            parts.add(table.digest());
        }
        return Digests.sha256Hex(parts.toArray(String[]::new));
    }

    private static String id(String stem, List<FileFacts> facts) {
        String id = null;
        for (FileFacts file : facts) {
            String named = file.segmentId();
            if (id != null && named != null && !named.equals(id)) {
                throw new OdographException(
                        ErrorCode.DATASET_CONFLICT,
                        file.table().path() + ": its segment_id is " + Shown.quoted(named)
                                + ", that of the other tables is " + Shown.quoted(id)
                                + "; files of one name must be of one segment");
            }
            id = named == null ? id : named;
        }
        return checked(id == null ? stem : id, facts.getFirst().table().path());
    }

    private static String checked(String id, String path) {
        boolean bad = id.isBlank()
                || id.length() > LONGEST_ID
                || id.indexOf('/') >= 0
                || id.equals(".")
                || id.equals("..")
                || id.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (bad) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    Shown.quoted(path) + ": segment id " + Shown.quoted(id) + " is not valid: use 1 to " + LONGEST_ID
                            + " characters without '/' and control characters");
        }
        return id;
    }

    /** Of the table that tells the ego's motion: ego or main where they do, else the first by name. */
    private static @Nullable Double distance(List<FileFacts> facts) {
        return facts.stream()
                .filter(file -> file.distanceM() != null)
                .min(Comparator.comparing(
                                (FileFacts file) -> !file.table().name().equals("ego"))
                        .thenComparing(file -> !file.table().name().equals(FileFinder.MAIN)))
                .map(FileFacts::distanceM)
                .orElse(null);
    }

    private static SortedMap<String, String> tags(String segmentId, Attributes known) {
        SortedMap<String, String> tags = known.tags();
        tags.forEach((name, value) -> {
            if (name.isBlank() || name.length() + value.length() > 2_000 || (name + value).indexOf('\0') >= 0) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "tag " + Shown.quoted(name) + " of segment " + Shown.quoted(segmentId)
                                + " has no name, a NUL character or more than 2000 characters; correct it");
            }
        });
        return tags;
    }
}
