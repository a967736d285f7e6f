package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.query.NamedDatasets;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Datasets and their segments. A name is one part of the path, or two where it has a namespace. */
@Path("/api/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Datasets", description = "Datasets and their segments.")
public final class DatasetsResource {
    private static final String NAME = "{dataset: [^/]+|[^/]+/[^/]+}";

    private final ApiStores stores;

    DatasetsResource(ApiStores stores) {
        this.stores = stores;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Operation(
            summary = "List datasets.",
            description = "The newest version of each, in order of name.",
            operationId = "listDatasets")
    public Page<DatasetAnswer> list(
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        List<DatasetAnswer> all = stores.stores().datasets().list().stream()
                .map(DatasetAnswer::of)
                .sorted(Comparator.comparing(DatasetAnswer::name))
                .toList();
        return Page.of(all, DatasetAnswer::name, cursor, Words.limit(limit));
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path(NAME)
    @Operation(summary = "Show a version of a dataset.", operationId = "showDataset")
    public DatasetAnswer show(
            @Parameter(description = "Name of the dataset; namespace/name where it has a namespace.")
                    @PathParam("dataset")
                    String name,
            @Parameter(description = "The version; the newest unless given.") @QueryParam("version") @Nullable
                    String version) {
        return DatasetAnswer.of(load(name, version));
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path(NAME + "/segments")
    @Operation(
            summary = "List the segments of a dataset.",
            description = "In order of id, by bytes.",
            operationId = "listSegments")
    public Page<SegmentAnswer> segments(
            @Parameter(description = "Name of the dataset; namespace/name where it has a namespace.")
                    @PathParam("dataset")
                    String name,
            @Parameter(description = "The version; the newest unless given.") @QueryParam("version") @Nullable
                    String version,
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        Dataset dataset = load(name, version);
        List<String> after = Cursor.parse(cursor, 1);
        int most = Words.limit(limit);
        List<Segment> read = stores.stores()
                .datasets()
                .segmentsAfter(
                        dataset.datasetId(), dataset.version(), after.isEmpty() ? null : after.getFirst(), most + 1);
        return Page.of(read, most, segment -> List.of(segment.segmentId())).map(SegmentAnswer::of);
    }

    private Dataset load(String name, @Nullable String version) {
        DatasetStore datasets = stores.stores().datasets();
        return NamedDatasets.load(datasets, name, Words.version(version));
    }
}
