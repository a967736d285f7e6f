package dev.odograph.worker;

import dev.odograph.embedded.Endpoints;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.concurrent.TimeUnit;

/** A connection to Temporal. Thread-safe. */
public final class TemporalConnection implements AutoCloseable {
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    private TemporalConnection(WorkflowServiceStubs stubs, WorkflowClient client) {
        this.stubs = stubs;
        this.client = client;
    }

    /** Connects when something is first asked. Namespace {@code default} unless ODOGRAPH_TEMPORAL_NAMESPACE says other. */
    public static TemporalConnection open(Endpoints endpoints) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(endpoints.temporalAddress())
                .setGrpcCompression(compression(endpoints.temporalAddress()))
                .build());
        String namespace = System.getenv().getOrDefault("ODOGRAPH_TEMPORAL_NAMESPACE", "default");
        return new TemporalConnection(
                stubs,
                WorkflowClient.newInstance(
                        stubs,
                        WorkflowClientOptions.newBuilder()
                                .setNamespace(namespace)
                                .build()));
    }

    /** Within one machine compression would cost time and save nothing. */
    private static GrpcCompression compression(String address) {
        return address.startsWith("127.0.0.1:") || address.startsWith("localhost:")
                ? GrpcCompression.NONE
                : GrpcCompression.GZIP;
    }

    /** Starts and watches workflows. */
    public WorkflowClient client() {
        return client;
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(2, TimeUnit.SECONDS);
    }
}
