package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = """
            {"paths": {"/runs": {
              "get": {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "string"}}],
                      "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Run"}}}}}},
              "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Start"}}}},
                       "responses": {"202": {}, "404": {}}}}},
             "components": {"schemas": {
               "Run": {"type": "object", "properties": {"run_id": {"type": "string"}, "rows": {"type": "integer"}}},
               "Start": {"type": "object", "required": ["graph"],
                         "properties": {"graph": {"type": "string"}, "purpose": {"type": ["string", "null"], "enum": ["adhoc", "ci"]}}}}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"/runs\": | \"/jobs\": | path /runs is gone",
                "\"post\": | \"put\": | POST /runs is gone",
                "\"name\": \"limit\" | \"name\": \"most\" | GET /runs parameter limit is gone",
                "\"in\": \"query\", | \"in\": \"query\", \"required\": true, | GET /runs parameter limit is needed now",
                "\"202\": {}, \"404\" | \"202\": {}, \"410\" | POST /runs has no status 404 any more",
                "\"rows\": | \"lines\": | GET /runs 200 has no field rows any more",
                "\"rows\": {\"type\": \"integer\"} | \"rows\": {\"type\": [\"integer\", \"null\"]} | GET /runs 200.rows may be null now, and was [integer]",
                "[\"graph\"] | [\"graph\", \"purpose\"] | POST /runs body needs field purpose now",
                "[\"adhoc\", \"ci\"] | [\"adhoc\"] | POST /runs body.purpose may not be ci any more",
                "[\"string\", \"null\"] | [\"string\"] | POST /runs body.purpose may not be null any more",
                "\"purpose\": | \"aim\": | POST /runs body takes no field purpose any more",
            })
    void whatBreaksAClientIsNamed(String old, String now, String problem) throws IOException {
        assertThat(ApiChanges.breaking(read(API), read(API.replaceFirst(java.util.regex.Pattern.quote(old), now))))
                .containsExactly(problem);
    }

    @Test
    void additionsBreakNoOne() throws IOException {
        String more = API.replace("\"rows\":", "\"bytes\": {\"type\": \"integer\"}, \"rows\":")
                .replace("\"202\": {},", "\"202\": {}, \"409\": {},")
                .replace("[\"adhoc\", \"ci\"]", "[\"adhoc\", \"ci\", \"backfill\"]")
                .replace("{\"/runs\":", "{\"/jobs\": {}, \"/runs\":");

        assertThat(ApiChanges.breaking(read(API), read(more))).isEmpty();
    }

    private static JsonNode read(String text) throws IOException {
        return JSON.readTree(text);
    }
}
