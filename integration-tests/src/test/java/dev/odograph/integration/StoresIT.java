package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.embedded.EmbeddedStack;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.SharedStack;
import dev.odograph.embedded.StackPart;
import dev.odograph.worker.Stores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.Test;

class StoresIT {
    private final EmbeddedStack stack = SharedStack.with(StackPart.POSTGRESQL, StackPart.CLICKHOUSE);

    @Test
    void aConnectionThatTheServerEndedIsNotHandedOutAgain() throws Exception {
        Endpoints endpoints = stack.endpoints();
        try (Stores stores = Stores.open(endpoints, 1)) {
            int ended = backend(stores);
            terminate(endpoints, ended);

            assertThat(backend(stores)).isNotEqualTo(ended);
        }
    }

    private static int backend(Stores stores) {
        return stores.postgres()
                .query(
                        "asking who serves",
                        db -> db.fetchSingle("SELECT pg_backend_pid()").get(0, Integer.class));
    }

    private static void terminate(Endpoints endpoints, int backend) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        endpoints.postgresUrl(), endpoints.postgresUser(), endpoints.postgresPassword());
                PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?, 5000)")) {
            statement.setInt(1, backend);
            assertThat(statement.execute()).isTrue();
        }
    }
}
