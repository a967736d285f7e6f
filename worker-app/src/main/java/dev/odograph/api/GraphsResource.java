package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.activity.BundleReferences;
import dev.odograph.activity.BundleReferences.Listed;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Nearest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Graphs that runs can take. */
@Path("/api/graphs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Graphs", description = "Graphs that runs can take.")
public final class GraphsResource {
    private final ApiStores stores;

    GraphsResource(ApiStores stores) {
        this.stores = stores;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Operation(
            summary = "List graphs.",
            description =
                    "In order of name: those that come with Odograph and those of merged code; with ?bundle= those"
                            + " of a bundle or branch.",
            operationId = "listGraphs")
    public Page<GraphAnswer> list(
            @Parameter(description = "A bundle's digest, its first eight digits or more, or a branch.")
                    @QueryParam("bundle")
                    @Nullable
                    String bundle,
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        return Page.of(graphs(bundle), listed -> listed.graph().name(), cursor, Words.limit(limit))
                .map(GraphAnswer::of);
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path("/{graph}")
    @Operation(
            summary = "Show a graph.",
            description = "With its parameters, metrics, owner and schemas.",
            operationId = "showGraph")
    public GraphAnswer show(
            @Parameter(description = "Name of the graph.") @PathParam("graph") String graph,
            @Parameter(description = "A bundle's digest, its first eight digits or more, or a branch.")
                    @QueryParam("bundle")
                    @Nullable
                    String bundle) {
        List<Listed> graphs = graphs(bundle);
        return graphs.stream()
                .filter(listed -> listed.graph().name().equals(graph))
                .findFirst()
                .map(GraphAnswer::of)
                .orElseThrow(() -> unknown(graph, graphs));
    }

    private List<Listed> graphs(@Nullable String bundle) {
        BundleReferences references = stores.references();
        return bundle == null ? references.usual() : references.list(bundle);
    }

    private static OdographException unknown(String graph, List<Listed> graphs) {
        List<String> near = Nearest.of(
                graph, graphs.stream().map(each -> each.graph().name()).toList());
        return new OdographException(
                ErrorCode.GRAPH_NOT_FOUND,
                "Graph \"" + graph + "\" is not there"
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                        + ": GET /api/graphs lists those that are");
    }
}
