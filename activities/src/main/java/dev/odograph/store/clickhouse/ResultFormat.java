package dev.odograph.store.clickhouse;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** How results are written. */
public enum ResultFormat {
    /** For people: aligned columns, at most 10,000 rows. */
    TABLE(
            "PrettyCompactMonoBlock",
            Map.of(
                    "output_format_pretty_max_rows", "10000",
                    "output_format_pretty_row_numbers", "0",
                    "output_format_pretty_color", "0")),
    /** With a line of names. */
    CSV("CSVWithNames", Map.of()),
    /** One array of objects; 64-bit integers are numbers, NaN and infinities are null. */
    JSON(
            "JSONEachRow",
            Map.of(
                    "output_format_json_array_of_rows", "1",
                    "output_format_json_quote_64bit_integers", "0",
                    "output_format_json_quote_denormals", "0")),
    /** One Parquet file. */
    PARQUET("Parquet", Map.of()),
    /** A stream of Arrow record batches. */
    ARROW("ArrowStream", Map.of("output_format_arrow_string_as_string", "1"));

    private final String clickhouse;
    private final Map<String, String> settings;

    ResultFormat(String clickhouse, Map<String, String> settings) {
        this.clickhouse = clickhouse;
        this.settings = settings;
    }

    /** The format of that name, in lower case. */
    public static ResultFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Format \"" + name + "\" is not known: choose table, csv, json, parquet or arrow"));
    }

    String clickhouse() {
        return clickhouse;
    }

    Map<String, String> settings() {
        return settings;
    }
}
