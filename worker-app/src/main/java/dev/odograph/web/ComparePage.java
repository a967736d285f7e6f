package dev.odograph.web;

import dev.odograph.api.ProblemAnswers;
import dev.odograph.api.SharedComparisons;
import dev.odograph.error.OdographException;
import dev.odograph.query.CompareChoices;
import dev.odograph.query.CompareQuestion;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonDesk;
import dev.odograph.worker.Stores;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a metric got better or worse between two sides. */
@Path("/compare")
public final class ComparePage {
    /** A page that takes longer is shown before its answer. */
    private static final Duration PATIENCE = Duration.ofMillis(1_200);

    private static final Duration PATIENCE_OF_PROGRAMS = Duration.ofSeconds(100);

    private final PageStores stores;
    private final ComparisonDesk desk;

    ComparePage(PageStores stores, SharedComparisons comparisons) {
        this.stores = stores;
        this.desk = comparisons.desk();
    }

    @GET
    public Response compare(@Context UriInfo uri, @Context HttpHeaders headers) {
        CompareQuestion question = CompareQuestion.parse(uri.getQueryParameters());
        if (Answers.wantsJson(uri, headers)) {
            return json(question, uri, headers);
        }
        if (!question.complete()) {
            return page(200, question, null, 0, null, uri, headers);
        }
        try {
            Optional<Comparison> done = desk.ask(question, PATIENCE);
            return page(
                    200,
                    question,
                    done.orElse(null),
                    done.isPresent() ? 0 : desk.seconds(question),
                    null,
                    uri,
                    headers);
        } catch (OdographException e) {
            Problem problem = new Problem(
                    ProblemAnswers.status(e.code()),
                    e.code().name(),
                    e.code().category(),
                    String.valueOf(e.getMessage()));
            return page(problem.status(), question, null, 0, problem, uri, headers);
        }
    }

    private Response json(CompareQuestion question, UriInfo uri, HttpHeaders headers) {
        if (!question.complete()) {
            return Answers.of(uri, headers, choices(question), () -> {
                throw new IllegalStateException("a program asked for JSON");
            });
        }
        Optional<Comparison> done = desk.ask(question, PATIENCE_OF_PROGRAMS);
        Object answer = done.isPresent() ? done.get() : Map.of("working_s", desk.seconds(question));
        return Answers.of(done.isPresent() ? 200 : 202, uri, headers, answer, () -> {
            throw new IllegalStateException("a program asked for JSON");
        });
    }

    private Response page(
            int status,
            CompareQuestion question,
            @Nullable Comparison comparison,
            long seconds,
            @Nullable Problem problem,
            UriInfo uri,
            HttpHeaders headers) {
        CompareView view = new CompareView(question, choices(question), comparison, seconds, problem, Here.of(uri));
        return Answers.of(status, uri, headers, question, () -> Templates.compare(view));
    }

    private CompareChoices choices(CompareQuestion question) {
        Stores open = stores.stores();
        List<String> metrics = question.metrics();
        return CompareChoices.read(open.postgres(), metrics.isEmpty() ? null : metrics.getFirst());
    }
}
