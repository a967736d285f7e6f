package dev.odograph.web;

import dev.odograph.query.Overview;
import dev.odograph.query.OverviewFilter;
import dev.odograph.query.Overviews;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** What is under way, what waits for someone, and what was published last. */
@Path("/")
public final class OverviewPage {
    private final PageStores stores;

    OverviewPage(PageStores stores) {
        this.stores = stores;
    }

    @GET
    public Response overview(@Context UriInfo uri, @Context HttpHeaders headers) {
        Here here = Here.of(uri);
        Overview overview = new Overviews(stores.stores().postgres()).load(OverviewFilter.of(here::value));
        return Answers.of(uri, headers, overview, () -> Templates.overview(overview, here));
    }
}
