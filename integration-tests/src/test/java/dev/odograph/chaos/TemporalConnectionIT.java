package dev.odograph.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.TemporalConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TemporalConnectionIT {
    private static final int REFUSED = 2;

    @Test
    void whoWaitsForTemporalOutlastsConnectionsThatAreRefused() {
        String[] address = SharedStack.with(StackPart.TEMPORAL)
                .endpoints()
                .temporalAddress()
                .split(":", 2);
        try (FaultProxy proxy = new FaultProxy(() -> new InetSocketAddress(address[0], Integer.parseInt(address[1])));
                TemporalConnection temporal = TemporalConnection.to(proxy.address())) {
            proxy.refuse(REFUSED);

            temporal.awaitServing(Duration.ofMinutes(2));

            assertThat(proxy.toRefuse()).isZero();
            assertThat(temporal.client().getWorkflowServiceStubs().healthCheck().getStatus())
                    .hasToString("SERVING");
        }
    }

    @Test
    void aTemporalThatNeverAnswersIsNamed() {
        try (FaultProxy proxy = new FaultProxy(() -> new InetSocketAddress("127.0.0.1", 1));
                TemporalConnection temporal = TemporalConnection.to(proxy.address())) {
            assertThatThrownBy(() -> temporal.awaitServing(Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            OdographException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORAL_UNAVAILABLE))
                    .hasMessageContaining(proxy.address())
                    .hasMessageContaining("./odograph status");
        }
    }
}
