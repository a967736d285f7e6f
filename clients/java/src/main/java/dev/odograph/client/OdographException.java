package dev.odograph.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request was refused or not answered. Its message names the thing, the value and the mend.
 *
 * <p>Codes are those of Odograph's reference, such as {@code RUN_NOT_FOUND}. These are the client's own: {@link
 * #SERVER_UNAVAILABLE}, {@link #ANSWER_UNKNOWN} and {@link #INTERRUPTED}.
 */
public class OdographException extends RuntimeException {
    /** Nothing answered, or the answer broke off. What a request that is not sent again did is not known. */
    public static final String SERVER_UNAVAILABLE = "SERVER_UNAVAILABLE";

    /** What answered is no Odograph, or a proxy before it. */
    public static final String ANSWER_UNKNOWN = "ANSWER_UNKNOWN";

    /** The thread was interrupted while it waited; its flag is set again. */
    public static final String INTERRUPTED = "INTERRUPTED";

    private static final long serialVersionUID = 1;

    private final String code;
    private final @Nullable String category;
    private final String detail;
    private final int status;

    OdographException(String code, @Nullable String category, String detail, int status, @Nullable Throwable cause) {
        super(code + ": " + detail, cause);
        this.code = code;
        this.category = category;
        this.detail = detail;
        this.status = status;
    }

    static OdographException invalid(String detail) {
        return new OdographException("ARGUMENT_INVALID", "USER", detail, 0, null);
    }

    static OdographException interrupted() {
        Thread.currentThread().interrupt();
        return new OdographException(INTERRUPTED, null, "the thread was interrupted while it waited", 0, null);
    }

    static OdographException unanswered(String base, Throwable why) {
        String what = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        return new OdographException(
                SERVER_UNAVAILABLE,
                "EXTERNAL",
                base + " does not answer (" + what + "): ./odograph status shows whether it runs and its address,"
                        + " ./odograph up starts it; give another address to connect() or set ODOGRAPH_URL",
                0,
                why);
    }

    static OdographException unknown(HttpResponse<?> answer, @Nullable Throwable why) {
        return new OdographException(
                ANSWER_UNKNOWN,
                "EXTERNAL",
                answer.uri() + " answered " + answer.statusCode() + " and is no Odograph, or a proxy stands before it:"
                        + " check the address that connect() or ODOGRAPH_URL gives",
                answer.statusCode(),
                why);
    }

    /** What the problem of an answer says (RFC 9457). */
    static OdographException refused(HttpResponse<Body> answer) {
        JsonNode problem = Json.findObject(answer.body().bytes());
        if (problem == null
                || !problem.path("code").isTextual()
                || !problem.path("detail").isTextual()) {
            return unknown(answer, null);
        }
        return new OdographException(
                problem.path("code").asText(),
                problem.path("category").asText(null),
                problem.path("detail").asText(),
                answer.statusCode(),
                null);
    }

    /** Stable name of the error. */
    public String code() {
        return code;
    }

    /** Who can mend it: USER, INTERNAL, RESOURCES or EXTERNAL; null where that was not said. */
    public @Nullable String category() {
        return category;
    }

    /** The message without the code. */
    public String detail() {
        return detail;
    }

    /** HTTP status; empty where there was no answer, or where what failed was a run and not a request. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Whether the server may be well again a moment later. */
    boolean passing() {
        return code.equals(SERVER_UNAVAILABLE) || status == 429 || Exchange.tryLater(status);
    }
}
