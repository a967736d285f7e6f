package dev.odograph.web;

import dev.odograph.query.MetricAnswer;
import dev.odograph.query.MetricAnswers;
import dev.odograph.query.MetricQuestion;
import dev.odograph.worker.Stores;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** What a metric is, who publishes it, how its numbers lie and where it is worst. */
@Path("/metrics")
public final class MetricPage {
    private final PageStores stores;

    MetricPage(PageStores stores) {
        this.stores = stores;
    }

    @GET
    @Path("{name}")
    public Response metric(@PathParam("name") String name, @Context UriInfo uri, @Context HttpHeaders headers) {
        Stores open = stores.stores();
        MetricQuestion question = MetricQuestion.parse(name, uri.getQueryParameters());
        MetricAnswer answer = new MetricAnswers(open.postgres(), open.datasets(), open.clickhouse()).load(question);
        return Answers.of(uri, headers, answer, () -> Templates.metric(new MetricView(question, answer, Here.of(uri))));
    }

    @GET
    @Path("{namespace}/{name}")
    public Response metric(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return metric(namespace + "/" + name, uri, headers);
    }
}
