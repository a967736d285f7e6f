package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of a segment beside its rows, by name; from a file's metadata or a table of segments. */
record Attributes(SortedMap<String, String> values) {
    private static final String TAG = "tag.";

    /** Attributes by segment id, from a CSV or JSON file. */
    static Map<String, Attributes> read(Path file, Engine engine) {
        if (!Files.isRegularFile(file)) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND, file + ": no such file; --segments names a CSV or JSON file");
        }
        boolean json = file.toString().matches(".*\\.(json|jsonl|ndjson)");
        String source = json
                ? "read_json(" + Engine.file(file) + ")"
                : "read_csv(" + Engine.file(file) + ", all_varchar = true, header = true)";
        try {
            List<String> columns = new ArrayList<>();
            engine.rows("DESCRIBE SELECT * FROM " + source).forEach(c -> columns.add(String.valueOf(c[0])));
            int id = columns.contains("segment_id") ? columns.indexOf("segment_id") : columns.indexOf("run");
            if (id < 0) {
                throw new OdographException(
                        ErrorCode.COLUMN_MISSING,
                        file + ": has no column segment_id (nor run); its columns are " + String.join(", ", columns));
            }
            Map<String, Attributes> all = new HashMap<>();
            for (@Nullable Object[] row : engine.rows("SELECT COLUMNS(*)::VARCHAR FROM " + source)) {
                SortedMap<String, String> values = new TreeMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    if (i != id && row[i] instanceof String value && !value.isEmpty()) {
                        values.put(columns.get(i), value);
                    }
                }
                all.put(String.valueOf(row[id]), new Attributes(values));
            }
            return all;
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    file + ": cannot be read as " + (json ? "JSON" : "CSV") + ": " + Engine.reason(e)
                            + "; it needs a column segment_id and one column per attribute",
                    e);
        }
    }

    /** Of a Parquet file's metadata: the known names, and tags by the prefix {@code tag.}. */
    static Attributes ofMetadata(SortedMap<String, String> metadata) {
        SortedMap<String, String> values = new TreeMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(TAG)) {
                values.put(key.substring(TAG.length()), value);
            } else if (Known.is(key)) {
                values.put(key, value);
            }
        });
        return new Attributes(values);
    }

    /** These, and of {@code stronger} all that it knows. */
    Attributes with(@Nullable Attributes stronger) {
        if (stronger == null) {
            return this;
        }
        SortedMap<String, String> both = new TreeMap<>(values);
        both.putAll(stronger.values);
        return new Attributes(both);
    }

    @Nullable
    String find(String name) {
        return values.get(name);
    }

    SortedMap<String, String> tags() {
        SortedMap<String, String> tags = new TreeMap<>(values);
        tags.keySet().removeIf(Known::is);
        return tags;
    }

    @Nullable
    Instant recordedAt() {
        String text = find("recorded_at");
        if (text == null) {
            return null;
        }
        String iso = text.trim().replace(' ', 'T');
        try {
            if (iso.length() == 10) {
                return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean zoned = iso.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)$");
            return zoned
                    ? OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)$", "$1:00"))
                            .toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "recorded_at " + Shown.quoted(text) + " is not a time; write it as 2026-01-31T16:20:04Z",
                    e);
        }
    }

    @Nullable
    Long scenarioSeed() {
        String text = find("scenario_seed");
        try {
            return text == null ? null : Long.valueOf(text.trim());
        } catch (NumberFormatException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "scenario_seed " + Shown.quoted(text) + " is not a 64-bit whole number; correct it",
                    e);
        }
    }

    /** Names that are not tags. */
    enum Known {
        RECORDED_AT,
        VEHICLE,
        RELEASE,
        SCENARIO_ID,
        SCENARIO_SEED;

        static boolean is(String name) {
            for (Known known : values()) {
                if (known.name().equalsIgnoreCase(name)) {
                    return true;
                }
            }
            return false;
        }
    }
}
