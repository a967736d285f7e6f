package dev.odograph.embedded.clickhouse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * What the engine puts around each chunk of a stream. It formats every chunk as if it were the whole result, with the
 * format's header and end, so chunks are joined by keeping the first header and the last end only.
 */
enum ChunkFrame {
    /** Rows alone: chunks are joined as they are. */
    NONE,
    /** A line of names before the rows, in which quoted names may hold line ends. */
    NAMES,
    /** Names and types before the rows, binary. */
    NAMES_AND_TYPES,
    /** A schema message before the record batches, an end marker behind. */
    ARROW,
    /** Others: the result is made as a whole, in a file. */
    UNKNOWN;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final String ARRAY_OF_ROWS = "output_format_json_array_of_rows";
    private static final int ARROW_PREFIX = 8;
    private static final byte[] ARROW_END = {-1, -1, -1, -1, 0, 0, 0, 0};

    /** The frame of a statement's output. */
    static ChunkFrame of(Statement statement) {
        String format = SqlText.outputFormat(statement.sql(), statement.format());
        boolean array = statement.settings().containsKey(ARRAY_OF_ROWS)
                || statement.sql().contains(ARRAY_OF_ROWS);
        return array && format.equalsIgnoreCase("JSONEachRow") ? UNKNOWN : of(format);
    }

    private static ChunkFrame of(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "rowbinary",
                    "tabseparated",
                    "tsv",
                    "tabseparatedraw",
                    "tsvraw",
                    "csv",
                    "jsoneachrow",
                    "jsonlines",
                    "ndjson",
                    "jsoncompacteachrow",
                    "jsoncompactstringseachrow",
                    "native" -> NONE;
            case "csvwithnames" -> NAMES;
            case "rowbinarywithnamesandtypes" -> NAMES_AND_TYPES;
            case "arrowstream" -> ARROW;
            default -> UNKNOWN;
        };
    }

    /** How many bytes of the chunk stand before its rows. */
    long headerBytes(MemorySegment chunk) {
        return switch (this) {
            case NONE, UNKNOWN -> 0;
            case ARROW -> ARROW_PREFIX + chunk.get(INT, Integer.BYTES);
            case NAMES -> lineBytes(chunk);
            case NAMES_AND_TYPES -> {
                Cursor cursor = new Cursor(chunk);
                for (long strings = 2 * cursor.number(); strings > 0; strings--) {
                    cursor.skip(cursor.number());
                }
                yield cursor.at;
            }
        };
    }

    private static long lineBytes(MemorySegment chunk) {
        boolean quoted = false;
        for (long at = 0; at < chunk.byteSize(); at++) {
            byte next = chunk.get(ValueLayout.JAVA_BYTE, at);
            if (next == '"') {
                quoted = !quoted;
            } else if (next == '\n' && !quoted) {
                return at + 1;
            }
        }
        return chunk.byteSize();
    }

    /** How many bytes of the chunk stand behind its rows. */
    long endBytes(MemorySegment chunk) {
        long size = chunk.byteSize();
        boolean ended = this == ARROW
                && size >= ARROW_END.length
                && chunk.asSlice(size - ARROW_END.length).mismatch(MemorySegment.ofArray(ARROW_END)) < 0;
        return ended ? ARROW_END.length : 0;
    }

    /** What ends the joined result. */
    byte[] end() {
        return this == ARROW ? ARROW_END.clone() : new byte[0];
    }

    /** Reads the variable-length numbers of ClickHouse's binary formats. */
    private static final class Cursor {
        private final MemorySegment bytes;
        private long at;

        Cursor(MemorySegment bytes) {
            this.bytes = bytes;
        }

        long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes.get(ValueLayout.JAVA_BYTE, at++);
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        void skip(long count) {
            at += count;
        }
    }
}
