package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalServerTest {
    @Test
    void configuredServersAreShownAndNotStarted(@TempDir Path directory) {
        Map<String, String> environment = Map.of(
                "ODOGRAPH_TEMPORAL_ADDRESS", "temporal.example:7233",
                "ODOGRAPH_CLICKHOUSE_URL", "http://clickhouse.example:8123",
                "ODOGRAPH_CLICKHOUSE_USER", "reader",
                "ODOGRAPH_POSTGRES_URL", "jdbc:postgresql://postgres.example/lineage",
                "ODOGRAPH_POSTGRES_PASSWORD", "theirs");
        StackOptions options = StackOptions.forTests(StackPart.values()).with(environment);
        try (EmbeddedStack stack = EmbeddedStack.start(EmbeddedHome.open(directory), options)) {
            assertThat(stack.status().parts()).hasSize(3).allSatisfy(part -> {
                assertThat(part.state()).isEqualTo(PartState.EXTERNAL);
                assertThat(part.pid()).isNull();
            });
            Endpoints endpoints = stack.endpoints();
            assertThat(endpoints.temporalAddress()).isEqualTo("temporal.example:7233");
            assertThat(endpoints.clickhouseUrl()).isEqualTo("http://clickhouse.example:8123");
            assertThat(endpoints.clickhouseUser()).isEqualTo("reader");
            assertThat(endpoints.clickhousePassword()).isEmpty();
            assertThat(endpoints.postgresUrl()).isEqualTo("jdbc:postgresql://postgres.example/lineage");
            assertThat(endpoints.postgresPassword()).isEqualTo("theirs");
        }
    }
}
