package dev.odograph.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;

/** One read model as a page or as JSON with snake_case names, as the reader asks by Accept or {@code ?format=json}. */
final class Answers {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writer();

    private Answers() {}

    /** The answer 200. */
    static Response of(UriInfo uri, HttpHeaders headers, Object model, Supplier<TemplateInstance> page) {
        return of(200, uri, headers, model, page);
    }

    /** The answer with a status. */
    static Response of(int status, UriInfo uri, HttpHeaders headers, Object model, Supplier<TemplateInstance> page) {
        boolean json = wantsJson(uri, headers);
        byte[] body = json ? json(model) : page.get().render().getBytes(UTF_8);
        return Response.status(status)
                .type(json ? "application/json" : "text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept")
                .entity(body)
                .build();
    }

    /** Whether a program asks: it says so, or takes JSON and no page. */
    static boolean wantsJson(UriInfo uri, HttpHeaders headers) {
        String format = uri.getQueryParameters().getFirst("format");
        if (format != null) {
            return format.equals("json");
        }
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
                return false;
            }
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] json(Object model) {
        try {
            return JSON.writeValueAsBytes(model);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a read model cannot be written as JSON", e);
        }
    }
}
