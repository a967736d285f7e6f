package dev.odograph.embedded;

import org.jspecify.annotations.Nullable;

/** A failure of the embedded stack: a stable code, and a message that names the thing and the mend. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public EmbeddedException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public EmbeddedException(String code, String message) {
        this(code, message, null);
    }

    /** The code, in upper snake case, such as {@code HOME_IN_USE}. Codes are never reused for another meaning. */
    public String code() {
        return code;
    }
}
