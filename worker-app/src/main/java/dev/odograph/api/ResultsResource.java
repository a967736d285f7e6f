package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.query.ResultQuestion;
import dev.odograph.query.ResultSources;
import dev.odograph.store.clickhouse.ResultFormat;
import dev.odograph.store.clickhouse.ResultPart;
import dev.odograph.store.clickhouse.ResultReader;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.worker.Stores;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rows of metrics, as they stream out of the store. */
@Path("/api/results")
@Tag(name = "Results", description = "Rows of metrics.")
public final class ResultsResource {
    private static final int MOST_ROWS = 100_000_000;

    private final ApiStores stores;

    ResultsResource(ApiStores stores) {
        this.stores = stores;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path("/{namespace}/{metric}")
    @Produces({ResultMedia.JSON, ResultMedia.CSV, ResultMedia.PARQUET, ResultMedia.ARROW})
    @Operation(
            summary = "Read a metric's rows.",
            description =
                    "In order of key. Without channel, run and version: what channel latest publishes. The answer's"
                            + " headers say of which run the rows are.",
            operationId = "readResults")
    @APIResponse(
            responseCode = "200",
            description =
                    "The rows. Of JSON an array of objects, in which 64-bit integers are numbers and NaN is null.",
            headers = {
                @Header(
                        name = "Odograph-Run",
                        description = "Id of the run whose rows these are.",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Odograph-Segments",
                        description = "Segments that the rows stand on; 0 of a reduce.",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = {
                @Content(
                        mediaType = ResultMedia.JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)),
                @Content(mediaType = ResultMedia.CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = ResultMedia.PARQUET,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = ResultMedia.ARROW, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response read(
            @Parameter(description = "The metric's namespace; \"default\" where it has none.") @PathParam("namespace")
                    String namespace,
            @Parameter(description = "Name of the metric.") @PathParam("metric") String metric,
            @Parameter(description = "Name of the dataset; the one that was published last unless given.")
                    @QueryParam("dataset")
                    @Nullable
                    String dataset,
            @Parameter(description = "What this channel publishes.") @QueryParam("channel") @Nullable String channel,
            @Parameter(description = "Of this run, published or not.") @QueryParam("run") @Nullable String run,
            @Parameter(description = "Of this version of the metric, major.minor.") @QueryParam("version") @Nullable
                    String version,
            @Parameter(description = "Names of columns, with commas between; all unless given.")
                    @QueryParam("columns")
                    @Nullable
                    String columns,
            @Parameter(description = "At most so many rows; all unless given.") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "json, csv, parquet or arrow; goes before Accept.") @QueryParam("format") @Nullable
                    String format,
            @Context HttpHeaders headers) {
        ResultFormat chosen = ResultMedia.choose(format, headers.getAcceptableMediaTypes());
        ResultPart part = new ResultPart(names(columns), limit == null ? null : Words.limit(limit, 1, MOST_ROWS));
        ResultQuestion question = new ResultQuestion(namespace, metric, dataset, channel, run, version);
        Stores open = stores.stores();
        ResultSource source = new ResultSources(open.postgres(), open.clickhouse()).find(question);
        ResultReader reader = new ResultReader(open.clickhouse());
        part.requireColumns(reader.columns(source), source.metric());
        StreamingOutput rows = out -> reader.write(source, part, chosen, out);
        return Response.ok(rows, ResultMedia.of(chosen))
                .header("Odograph-Run", source.runId())
                .header("Odograph-Segments", source.segments())
                .header(HttpHeaders.VARY, "Accept")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static List<String> names(@Nullable String columns) {
        return columns == null
                ? List.of()
                : Arrays.stream(columns.split(",", -1)).map(String::strip).toList();
    }
}
