package dev.odograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.odograph.access.AccessRole;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.CompareQuestion;
import dev.odograph.query.Comparison;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Whether metrics got better or worse between two sides. */
@Path("/api/compare")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Comparisons", description = "Whether metrics got better or worse between two sides.")
public final class CompareResource {
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final String AGAIN_S = "2";

    private final SharedComparisons comparisons;

    CompareResource(SharedComparisons comparisons) {
        this.comparisons = comparisons;
    }

    /**
     * A comparison that is being made.
     *
     * @param workingS since when, in seconds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ComparisonUnderWay", description = "A comparison that is being made: ask again for it.")
    public record UnderWay(
            @Schema(description = "Since when it is being made, in seconds.")
            long workingS) {}

    @GET
    @Allowed(AccessRole.READER)
    @Operation(
            summary = "Compare metrics of two sides.",
            description = "Sides are run:ID, version:1.0@DATASET, release:2.3@DATASET, dataset:NAME@VERSION or"
                    + " channel:NAME@DATASET, as ./odograph compare takes them. docs/guides/compare.md explains the"
                    + " answer.",
            operationId = "compare")
    @APIResponse(
            responseCode = "200",
            description = "The verdict, with the figures and what it takes to make it again.",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "202",
            description = "It takes longer: ask again for the same.",
            content = @Content(schema = @Schema(implementation = UnderWay.class)))
    public RestResponse<Object> compare(
            @Parameter(description = "Name of a metric; may be repeated, or several with commas between; 10 at most.")
                    @QueryParam("metric")
                    @Nullable
                    List<String> metrics,
            @Parameter(description = "The side to compare with.") @QueryParam("base") @Nullable String base,
            @Parameter(description = "The side to judge.") @QueryParam("head") @Nullable String head,
            @Parameter(description = "Chance of a false finding, above 0 and below 1; 0.05 unless given.")
                    @QueryParam("alpha")
                    @Nullable
                    String alpha,
            @Parameter(description = "Difference that counts as none, as a share of the base; 0 unless given.")
                    @QueryParam("tolerance")
                    @Nullable
                    String tolerance,
            @Parameter(description = "Seed of all random draws, a whole number; 1 unless given.")
                    @QueryParam("seed")
                    @Nullable
                    String seed,
            @Parameter(description = "Attributes by which segments pair, with commas between; none for no pairs.")
                    @QueryParam("pair")
                    @Nullable
                    String pair,
            @Parameter(description = "Attribute whose segments depend on each other.") @QueryParam("cluster") @Nullable
                    String cluster,
            @Parameter(description = "Attributes by which rates are standardised, with commas between.")
                    @QueryParam("stratify")
                    @Nullable
                    String stratify,
            @Parameter(description = "Names of measures, with commas between; all unless given.")
                    @QueryParam("measure")
                    @Nullable
                    String measure,
            @Parameter(description = "What to do about many measures: holm, bh or none.")
                    @QueryParam("correction")
                    @Nullable
                    String correction,
            @Context UriInfo uri) {
        CompareQuestion question = CompareQuestion.parse(uri.getQueryParameters());
        if (!question.complete()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "metric, base and head are needed, as in ?metric=ttc&base=channel:main&head=run:ID");
        }
        Optional<Comparison> done = comparisons.desk().ask(question, PATIENCE);
        return done.isPresent()
                ? RestResponse.ok(done.get())
                : RestResponse.ResponseBuilder.<Object>create(RestResponse.Status.ACCEPTED)
                        .header(HttpHeaders.RETRY_AFTER, AGAIN_S)
                        .entity(new UnderWay(comparisons.desk().seconds(question)))
                        .build();
    }
}
