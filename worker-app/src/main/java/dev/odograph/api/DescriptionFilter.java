package dev.odograph.api;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** Mends the description of the API where the annotations cannot say it: all operations fail alike, and what may be null. */
public final class DescriptionFilter implements OASFilter {
    /** Made by name. */
    public DescriptionFilter() {}

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getResponses() != null && !operation.getResponses().hasAPIResponse("default")) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "default",
                            OASFactory.createAPIResponse()
                                    .description("What went wrong, as an RFC 9457 problem; docs/reference/rest.md lists"
                                            + " the statuses.")
                                    .content(OASFactory.createContent()
                                            .addMediaType(
                                                    ProblemAnswers.PROBLEM,
                                                    OASFactory.createMediaType()
                                                            .schema(OASFactory.createSchema()
                                                                    .ref("#/components/schemas/Problem")))));
        }
        return operation;
    }

    @Override
    public Schema filterSchema(Schema schema) {
        List<SchemaType> types = schema.getType();
        if (schema.getRef() != null || schema.getAnyOf() != null) {
            // What is referred to has a type of its own, which with null beside it is another.
            schema.setType((@Nullable List<SchemaType>) null);
        }
        if (types != null && types.contains(SchemaType.NULL) && schema.getEnumeration() != null) {
            List<@Nullable Object> words = new ArrayList<>(schema.getEnumeration());
            if (!words.contains(null)) {
                words.add(null);
            }
            schema.setEnumeration(words);
        }
        return schema;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        // Where a page is served from says nothing of the API.
        api.setServers(null);
    }
}
