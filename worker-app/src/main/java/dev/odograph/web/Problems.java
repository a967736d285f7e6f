package dev.odograph.web;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.odograph.api.ProblemAnswers;
import dev.odograph.embedded.EmbeddedException;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Nearest;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into a page with code, value and mend, and the HTTP status that says the same to programs. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final List<String> PAGES = List.of("/", "/runs/", "/metrics/", "/datasets/", "/compare");

    @ServerExceptionMapper
    Response typed(OdographException problem, UriInfo uri, HttpHeaders headers) {
        return answer(
                ProblemAnswers.status(problem.code()),
                problem.code().name(),
                problem.code().category(),
                problem.getMessage(),
                uri,
                headers);
    }

    @ServerExceptionMapper
    Response stack(EmbeddedException problem, UriInfo uri, HttpHeaders headers) {
        return answer(503, problem.code(), ErrorCategory.EXTERNAL, String.valueOf(problem.getMessage()), uri, headers);
    }

    @ServerExceptionMapper({StatusRuntimeException.class, WorkflowServiceException.class})
    Response temporal(RuntimeException problem, UriInfo uri, HttpHeaders headers) {
        return typed(
                new OdographException(
                        ErrorCode.TEMPORAL_UNAVAILABLE,
                        "Temporal did not answer (" + problem.getMessage() + "): see ./odograph status",
                        problem),
                uri,
                headers);
    }

    @ServerExceptionMapper
    Response body(MismatchedInputException problem, UriInfo uri) {
        return ProblemAnswers.of(problem, uri);
    }

    @ServerExceptionMapper
    Response unknown(NotFoundException problem, UriInfo uri, HttpHeaders headers) {
        if (ProblemAnswers.concerns(uri)) {
            return ProblemAnswers.of(problem, uri);
        }
        String path = uri.getPath();
        List<String> near = Nearest.of(path, PAGES);
        return answer(
                404,
                ErrorCode.ARGUMENT_INVALID.name(),
                ErrorCategory.USER,
                "There is no page \"" + path + "\""
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                        + ": the overview at / leads to all",
                uri,
                headers);
    }

    @ServerExceptionMapper
    Response defect(RuntimeException problem, UriInfo uri, HttpHeaders headers) {
        if (problem instanceof WebApplicationException refused) {
            return ProblemAnswers.concerns(uri) ? ProblemAnswers.of(refused, uri) : refused.getResponse();
        }
        LOG.error("page {} failed", uri.getRequestUri(), problem);
        return answer(
                500,
                ErrorCode.INTERNAL_ERROR.name(),
                ErrorCategory.INTERNAL,
                "The page " + uri.getPath() + " failed: " + problem
                        + ". This is a defect of Odograph: report it with the" + " lines of the worker's log",
                uri,
                headers);
    }

    private static Response answer(
            int status, String code, ErrorCategory category, String message, UriInfo uri, HttpHeaders headers) {
        if (ProblemAnswers.concerns(uri)) {
            return ProblemAnswers.of(status, code, category, message, uri);
        }
        Problem problem = new Problem(status, code, category, message);
        return Answers.of(status, uri, headers, Map.of("error", problem), () -> Templates.problem(problem));
    }
}
