package dev.odograph.api;

import dev.odograph.store.clickhouse.ResultFormat;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Content types of results. */
final class ResultMedia {
    static final String JSON = "application/json";
    static final String CSV = "text/csv";
    static final String PARQUET = "application/vnd.apache.parquet";
    static final String ARROW = "application/vnd.apache.arrow.stream";

    private static final List<ResultFormat> OFFERED =
            List.of(ResultFormat.JSON, ResultFormat.CSV, ResultFormat.PARQUET, ResultFormat.ARROW);

    private ResultMedia() {}

    /** The format of a word, or where none is given, the first that is accepted. */
    static ResultFormat choose(@Nullable String word, List<MediaType> accepted) {
        if (word != null) {
            return OFFERED.stream()
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> Words.refused("format", word, "choose one of json, csv, parquet, arrow"));
        }
        for (MediaType type : accepted) {
            for (ResultFormat format : OFFERED) {
                if (type.isCompatible(MediaType.valueOf(of(format)))) {
                    return format;
                }
            }
        }
        return ResultFormat.JSON;
    }

    /** The content type of a format. */
    static String of(ResultFormat format) {
        return switch (format) {
            case CSV -> "text/csv; charset=utf-8; header=present";
            case PARQUET -> PARQUET;
            case ARROW -> ARROW;
            case JSON, TABLE -> JSON;
        };
    }
}
