package dev.odograph.web;

import dev.odograph.query.dataset.DatasetAnswer;
import dev.odograph.query.dataset.DatasetAnswers;
import dev.odograph.query.dataset.DatasetQuestion;
import dev.odograph.query.segment.SegmentQuestion;
import dev.odograph.worker.Stores;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** A dataset and its segments. A name is one part of the path, or two where it has a namespace. */
@Path("/datasets")
public final class DatasetSite {
    private static final String NAME = "{dataset: [^/]+|[^/]+/[^/]+}";
    private static final String SEGMENT = NAME + "/segments/{segment}";

    private final PageStores stores;
    private final SegmentSite segments;

    DatasetSite(PageStores stores, SegmentSite segments) {
        this.stores = stores;
        this.segments = segments;
    }

    @GET
    @Path(NAME)
    public Response dataset(@PathParam("dataset") String name, @Context UriInfo uri, @Context HttpHeaders headers) {
        Stores open = stores.stores();
        DatasetQuestion question = DatasetQuestion.parse(name, uri.getQueryParameters());
        DatasetAnswer answer = new DatasetAnswers(open.postgres(), open.datasets()).load(question);
        return Answers.of(
                uri, headers, answer, () -> Templates.dataset(new DatasetView(question, answer, Here.of(uri))));
    }

    @GET
    @Path(SEGMENT)
    public Response segment(
            @PathParam("dataset") String dataset,
            @PathParam("segment") String segment,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return segments.page(question(dataset, segment, uri), uri, headers);
    }

    @GET
    @Path(SEGMENT + "/series")
    public Response series(
            @PathParam("dataset") String dataset,
            @PathParam("segment") String segment,
            @QueryParam("px") @DefaultValue("1000") String pixels,
            @Context UriInfo uri) {
        int width = pixels.matches("[0-9]{1,5}") ? Integer.parseInt(pixels) : 1_000;
        return segments.series(question(dataset, segment, uri), width);
    }

    @GET
    @Path(SEGMENT + "/window.{ending}")
    public Response window(
            @PathParam("dataset") String dataset,
            @PathParam("segment") String segment,
            @PathParam("ending") String ending,
            @QueryParam("table") @Nullable String table,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("Origin") @Nullable String origin,
            @Context UriInfo uri) {
        return segments.window(question(dataset, segment, uri), ending, table, range, origin);
    }

    @OPTIONS
    @Path(SEGMENT + "/window.{ending}")
    public Response mayAsk(@HeaderParam("Origin") @Nullable String origin) {
        return WindowAnswers.preflight(origin);
    }

    private static SegmentQuestion question(String dataset, String segment, UriInfo uri) {
        return SegmentQuestion.parse(dataset, segment, uri.getQueryParameters());
    }
}
