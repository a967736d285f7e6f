package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the API that clients are made from. */
class ApiDescriptionIT {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final Path CHECKED_IN = Path.of("../docs/reference/openapi.json");

    private static JsonNode built;

    @BeforeAll
    static void read() throws Exception {
        try (WebProcess api = WebProcess.start(Lab.open().directory.home(), Map.of("ODOGRAPH_ROLES", "api"))) {
            built = JSON.readTree(api.get("/api/openapi?format=json").body());
        }
    }

    @Test
    void itIsTheOneThatIsCheckedInAndBreaksNoClientOfIt() throws IOException {
        List<String> breaking =
                Files.exists(CHECKED_IN) ? ApiChanges.breaking(JSON.readTree(CHECKED_IN.toFile()), built) : List.of();
        assertThat(breaking)
                .as("changes that break clients of docs/reference/openapi.json: the API grows by addition")
                .isEmpty();
        String text = JSON.writeValueAsString(JSON.treeToValue(built, Object.class)) + "\n";
        if (Boolean.getBoolean("odograph.update")) {
            Files.writeString(CHECKED_IN, text);
        }
        assertThat(Files.readString(CHECKED_IN))
                .as("docs/reference/openapi.json is written by this test with -Dodograph.update=true")
                .isEqualTo(text);
    }

    @Test
    void everyOperationAndParameterIsExplained() {
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : built.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String where = operation.getKey() + " " + path.getKey();
                if (operation.getValue().path("summary").asText().isEmpty()) {
                    silent.add(where);
                }
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    if (parameter.path("description").asText().isEmpty()) {
                        silent.add(where + " " + parameter.path("name").asText());
                    }
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyFieldIsExplained() {
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                built.path("components").path("schemas").properties()) {
            for (Map.Entry<String, JsonNode> field :
                    schema.getValue().path("properties").properties()) {
                if (field.getValue().path("description").asText().isEmpty()) {
                    silent.add(schema.getKey() + "." + field.getKey());
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyOperationSaysHowItFails() {
        for (Map.Entry<String, JsonNode> path : built.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                assertThat(operation.getValue().path("responses").has("default"))
                        .as(operation.getKey() + " " + path.getKey())
                        .isTrue();
            }
        }
    }
}
