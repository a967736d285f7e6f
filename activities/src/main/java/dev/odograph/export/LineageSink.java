package dev.odograph.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where OpenLineage events go. */
@FunctionalInterface
public interface LineageSink {
    /** Variable with the address that events are posted to, such as {@code http://marquez:5000/api/v1/lineage}. */
    String URL = "ODOGRAPH_OPENLINEAGE_URL";
    /** Variable with a token that is sent as {@code Authorization: Bearer}. */
    String TOKEN = "ODOGRAPH_OPENLINEAGE_TOKEN";
    /** Variable with the file that events are appended to, one a line. */
    String FILE = "ODOGRAPH_OPENLINEAGE_FILE";

    /**
     * Hands over one event.
     *
     * @param json the event, one line
     * @throws OdographException LINEAGE_NOT_SENT where it was not taken
     */
    void send(String json);

    /**
     * The place that is configured, if one is.
     *
     * @throws OdographException ARGUMENT_INVALID where it cannot be one
     */
    static Optional<LineageSink> of(Map<String, String> environment) {
        String url = environment.getOrDefault(URL, "").strip();
        String file = environment.getOrDefault(FILE, "").strip();
        if (url.isEmpty()) {
            return file.isEmpty() ? Optional.empty() : Optional.of(file(Path.of(file)));
        }
        if (!file.isEmpty() || !url.matches("https?://\\S+")) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    file.isEmpty()
                            ? URL + " is \"" + url + "\": give an address that begins with http:// or https://"
                            : URL + " and " + FILE + " are both set: events go to one place, set one of them");
        }
        return Optional.of(http(URI.create(url), environment.get(TOKEN)));
    }

    /** Posts each event. */
    static LineageSink http(URI address, @Nullable String token) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return json -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json));
            if (token != null && !token.isBlank()) {
                request.header("Authorization", "Bearer " + token);
            }
            try {
                int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 != 2) {
                    throw new OdographException(
                            ErrorCode.LINEAGE_NOT_SENT,
                            address + " answered " + status + " to an OpenLineage event: see there whether the address"
                                    + " and the token in " + TOKEN + " are right; it is sent again");
                }
            } catch (IOException e) {
                throw new OdographException(
                        ErrorCode.LINEAGE_NOT_SENT,
                        address + " does not answer (" + e + "): the OpenLineage event is sent again",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OdographException(ErrorCode.LINEAGE_NOT_SENT, "Sending an event was interrupted", e);
            }
        };
    }

    /** Appends each event as a line. */
    static LineageSink file(Path file) {
        return json -> {
            try {
                Files.write(file, (json + "\n").getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new OdographException(
                        ErrorCode.LINEAGE_NOT_SENT,
                        "File " + file + " cannot be appended to (" + e + "): see " + FILE
                                + "; the OpenLineage event is written again",
                        e);
            }
        };
    }
}
