package dev.odograph.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;

/** Answers of the API for what went wrong: one form, and one HTTP status for each error code. */
public final class ProblemAnswers {
    /** The content type of a problem. */
    static final String PROBLEM = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETRY_AFTER_S = "5";

    private ProblemAnswers() {}

    /** Whether a request is one of the API, whose errors are problems and not pages. */
    public static boolean concerns(UriInfo uri) {
        String path = uri.getPath();
        return path.equals("/api") || path.startsWith("/api/");
    }

    /** The HTTP status of an error. */
    public static int status(ErrorCode code) {
        if (code.name().endsWith("_NOT_FOUND")) {
            return 404;
        }
        return switch (code) {
            case RUN_ID_REUSED, DATASET_CONFLICT, PUBLICATION_REFUSED, PURGE_REFUSED, PASS_SUPERSEDED -> 409;
            case REQUEST_FOREIGN, ACCESS_DENIED -> 403;
            case TOKEN_INVALID -> 401;
            case RATE_LIMITED -> 429;
            default ->
                switch (code.category()) {
                    case USER -> 400;
                    case EXTERNAL, RESOURCES -> 503;
                    case INTERNAL -> 500;
                };
        };
    }

    /** The answer for a typed error. */
    public static Response of(OdographException problem, UriInfo uri) {
        return answer(
                status(problem.code()),
                problem.code().name(),
                problem.code().category(),
                problem.getMessage(),
                uri.getPath());
    }

    /** The answer for an error that has a code of its own. */
    public static Response of(int status, String code, ErrorCategory category, String message, UriInfo uri) {
        return answer(status, code, category, message, uri.getPath());
    }

    /** The answer where the request itself is not understood: path, method, content type, body. */
    public static Response of(WebApplicationException refused, UriInfo uri) {
        int status = refused.getResponse().getStatus();
        String path = uri.getPath();
        if (refused.getCause() instanceof JsonProcessingException json) {
            return of(json, uri);
        }
        String allowed = refused.getResponse().getHeaderString(HttpHeaders.ALLOW);
        String detail = switch (status) {
            case 404 -> "There is no resource \"" + path + "\": docs/reference/rest.md lists those that are";
            case 405 -> "\"" + path + "\" does not take this method" + (allowed == null ? "" : ": it takes " + allowed);
            case 406 -> "\"" + path + "\" has none of the content types that Accept asks for: ask for application/json";
            case 413 -> "The request's body is too large: send less at once";
            case 415 ->
                "The request's body has no content type that \"" + path
                        + "\" takes: send JSON with the header Content-Type: application/json";
            default ->
                "The request is not understood (" + refused.getMessage() + "): docs/reference/rest.md says what \""
                        + path + "\" takes";
        };
        Response answer = answer(
                status,
                status >= 500 ? ErrorCode.INTERNAL_ERROR.name() : ErrorCode.ARGUMENT_INVALID.name(),
                status >= 500 ? ErrorCategory.INTERNAL : ErrorCategory.USER,
                detail,
                path);
        return allowed == null
                ? answer
                : Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, allowed)
                        .build();
    }

    /** The answer where a body is no JSON, or not the JSON that is wanted. */
    public static Response of(JsonProcessingException json, UriInfo uri) {
        OdographException typed = typed(json);
        if (typed != null) {
            return of(typed, uri);
        }
        String where = json instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? " at " + place(mapping)
                : "";
        String at = json.getLocation() == null
                ? ""
                : " (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ")";
        return answer(
                400,
                ErrorCode.ARGUMENT_INVALID.name(),
                ErrorCategory.USER,
                "The body is not the JSON that is wanted" + where + at + ": " + firstLine(json)
                        + ". docs/reference/rest.md has an example",
                uri.getPath());
    }

    /** A record's own refusal, which Jackson wraps. */
    private static @org.jspecify.annotations.Nullable OdographException typed(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof OdographException known) {
                return known;
            }
        }
        return null;
    }

    private static String place(JsonMappingException mapping) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference reference : mapping.getPath()) {
            if (reference.getFieldName() == null) {
                place.append('[').append(reference.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return "\"" + place + "\"";
    }

    private static String firstLine(JacksonException json) {
        return json.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll(" \\(class [^)]*\\)", "")
                .replaceAll("`(?:[a-z0-9]+\\.)+([A-Za-z0-9$]+)`", "$1");
    }

    /** The body of the answer for a typed error, where there is no resource to answer. */
    static byte[] body(OdographException problem, String path) {
        String code = problem.code().name();
        return json(new ProblemDetails(
                "urn:odograph:error:" + code,
                title(code),
                status(problem.code()),
                String.valueOf(problem.getMessage()),
                code,
                problem.code().category().name(),
                path));
    }

    private static Response answer(int status, String code, ErrorCategory category, String detail, String path) {
        ProblemDetails problem = new ProblemDetails(
                "urn:odograph:error:" + code, title(code), status, detail, code, category.name(), path);
        Response.ResponseBuilder answer = Response.status(status)
                .type(PROBLEM)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(json(problem));
        return (status == 503 ? answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S) : answer).build();
    }

    private static String title(String code) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static byte[] json(ProblemDetails problem) {
        try {
            return JSON.writeValueAsString(problem).getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written as JSON", e);
        }
    }
}
