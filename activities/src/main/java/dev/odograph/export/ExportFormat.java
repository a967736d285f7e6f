package dev.odograph.export;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What exported files are. */
public enum ExportFormat {
    /** Parquet, compressed by zstd. */
    PARQUET(
            "Parquet",
            Map.of(
                    "output_format_parquet_compression_method", "zstd",
                    "output_format_parquet_string_as_string", "1")),
    /** Text with a line of names; null is an unquoted {@code \N}, times are UTC. */
    CSV("CSVWithNames", Map.of()),
    /** Arrow's file format (Feather), uncompressed, so that every reader takes it. */
    ARROW(
            "Arrow",
            Map.of(
                    "output_format_arrow_compression_method", "none",
                    "output_format_arrow_string_as_string", "1",
                    "output_format_arrow_low_cardinality_as_dictionary", "0"));

    private final String clickhouse;
    private final Map<String, String> settings;

    ExportFormat(String clickhouse, Map<String, String> settings) {
        this.clickhouse = clickhouse;
        this.settings = settings;
    }

    /**
     * The format of that name, in lower case.
     *
     * @throws OdographException ARGUMENT_INVALID for another one
     */
    public static ExportFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(name))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Format \"" + name + "\" is not one of exports: choose parquet, csv or arrow"));
    }

    /** What names of its files end with, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    String clickhouse() {
        return clickhouse;
    }

    Map<String, String> settings() {
        return settings;
    }
}
