package dev.odograph.embedded.clickhouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An error that the engine reports, with its code. */
final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("Code: (\\d+)\\.");
    private static final int UNKNOWN_EXCEPTION = 1002;

    private final int code;

    EngineException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** Reads the code out of the engine's text {@code Code: N. DB::Exception: …}. */
    static EngineException of(String text) {
        Matcher matcher = CODE.matcher(text);
        return new EngineException(matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN_EXCEPTION, text);
    }

    int code() {
        return code;
    }

    /** The HTTP status that ClickHouse's own server answers for the commonest codes. */
    int status() {
        return switch (code) {
            case 36, 41, 43, 47, 50, 53, 57, 62, 70, 115, 130, 456, 457 -> 400;
            case 46, 60, 81 -> 404;
            case 202 -> 503;
            case 241 -> 500;
            default -> 500;
        };
    }
}
