package dev.odograph.worker;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.odograph.embedded.Endpoints;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Metrics;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to Temporal. Thread-safe. */
public final class TemporalConnection implements AutoCloseable {
    /** The first request also connects: on a machine that is busy, five seconds, the default, are too few. */
    private static final Duration CONNECT = Duration.ofSeconds(30);

    private static final Set<Status.Code> MAY_PASS = Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    private TemporalConnection(WorkflowServiceStubs stubs, WorkflowClient client) {
        this.stubs = stubs;
        this.client = client;
    }

    /** Connects when something is first asked. Namespace {@code default} unless ODOGRAPH_TEMPORAL_NAMESPACE says other. */
    public static TemporalConnection open(Endpoints endpoints) {
        return to(endpoints.temporalAddress());
    }

    /** A connection whose figures, as Temporal's SDK documents them, go to Micrometer's global registry. */
    public static TemporalConnection measured(Endpoints endpoints) {
        Scope scope = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(Metrics.globalRegistry))
                .reportEvery(com.uber.m3.util.Duration.ofSeconds(5));
        return to(endpoints.temporalAddress(), scope);
    }

    /** A connection to {@code host:port}, as {@link #open}. */
    public static TemporalConnection to(String address) {
        return to(address, null);
    }

    private static TemporalConnection to(String address, @Nullable Scope scope) {
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setGrpcCompression(compression(address))
                .setSystemInfoTimeout(CONNECT);
        if (scope != null) {
            options.setMetricsScope(scope);
        }
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options.build());
        String namespace = System.getenv().getOrDefault("ODOGRAPH_TEMPORAL_NAMESPACE", "default");
        return new TemporalConnection(
                stubs,
                WorkflowClient.newInstance(
                        stubs,
                        WorkflowClientOptions.newBuilder()
                                .setNamespace(namespace)
                                .setDataConverter(converter(System.getenv()))
                                .build()));
    }

    /**
     * Waits until Temporal answers. Whoever polls does this first: without it the first request must load its classes,
     * open a connection and be answered within some seconds, which fails at every start on a machine that is busy.
     *
     * @param patience how long to wait
     * @throws OdographException TEMPORAL_UNAVAILABLE where it does not answer in that time
     */
    public void awaitServing(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            // The client gives up its very first request early, however long it is told to wait.
            try {
                stubs.connect(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
                return;
            } catch (StatusRuntimeException e) {
                if (System.nanoTime() >= end || !MAY_PASS.contains(e.getStatus().getCode())) {
                    throw new OdographException(
                            ErrorCode.TEMPORAL_UNAVAILABLE,
                            "Temporal at " + stubs.getOptions().getTarget() + " does not answer ("
                                    + e.getStatus()
                                    + "): see that it runs by ./odograph status, and start again",
                            e);
                }
            }
        }
    }

    /**
     * How values become payloads: encrypted, with the messages of failures, where ODOGRAPH_PAYLOAD_KEYS names keys.
     *
     * @throws OdographException ARGUMENT_INVALID where these cannot be read
     */
    private static DataConverter converter(Map<String, String> environment) {
        DataConverter plain = DefaultDataConverter.newDefaultInstance();
        return EncryptedPayloads.of(environment)
                .<DataConverter>map(codec -> new CodecDataConverter(plain, List.of(codec), true))
                .orElse(plain);
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
