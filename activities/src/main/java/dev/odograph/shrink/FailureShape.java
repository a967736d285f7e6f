package dev.odograph.shrink;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * What makes two failures one: the code, and the message without what differs from row to row: numbers, segments, paths
 * and traces. The step is part of every message.
 *
 * @param code the error's code
 * @param message what is left of the message
 */
record FailureShape(ErrorCode code, String message) {
    private static final Pattern TRACES = Pattern.compile("(?s)[;.]\\s*(?:crash report|log) /.*");
    private static final Pattern SEGMENT =
            Pattern.compile("segment \"[^\"]*\"(?: or one of the \\d+ others of its partition)?");
    private static final Pattern KEY = Pattern.compile("segment_id = [^,\\s]+");
    private static final Pattern PATH = Pattern.compile("(?<![A-Za-z0-9])/[^\\s:,;\"')\\]]+");
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]+|-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

    FailureShape {
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
    }

    static FailureShape of(ErrorCode code, String message) {
        String text = TRACES.matcher(message).replaceAll("");
        text = SEGMENT.matcher(text).replaceAll("segment");
        text = KEY.matcher(text).replaceAll("segment_id");
        text = PATH.matcher(text).replaceAll("path");
        text = NUMBER.matcher(text).replaceAll("0");
        return new FailureShape(code, text.replaceAll("\\s+", " ").strip());
    }
}
