package dev.odograph.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of Odograph. Its message names the step, segment or thing, the value, and the mend, in this order,
 * and stands by itself: a reader needs no stack trace.
 */
public final class OdographException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** An error with a {@code code} and a message for its reader. */
    public OdographException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** An error that {@code cause} brought about; the message must not rely on the cause's. */
    public OdographException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = requireNonNull(code, "code is null");
    }

    /** The stable name of what went wrong. */
    public ErrorCode code() {
        return code;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage(), "message is null");
    }
}
