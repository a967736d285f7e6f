package dev.odograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What went wrong, as RFC 9457 writes it. */
@Schema(
        name = "Problem",
        description = "What went wrong (RFC 9457), with Odograph's error code. Sent as application/problem+json.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDetails(
        @Schema(description = "Names the kind of error for good.", examples = "urn:odograph:error:RUN_NOT_FOUND")
        String type,

        @Schema(description = "The error code in words.", examples = "Run not found")
        String title,

        @Schema(description = "HTTP status, as in the answer's first line.", examples = "404")
        int status,

        @Schema(description = "The thing, the value and the mend, for a person to read.")
        String detail,

        @Schema(description = "Error code for programs, as in docs/reference/errors.md.", examples = "RUN_NOT_FOUND")
        String code,

        @Schema(description = "Who can mend it: USER, INTERNAL, RESOURCES or EXTERNAL.", examples = "USER")
        String category,

        @Schema(description = "Path of the request.", examples = "/api/runs/nightly-7")
        String instance) {}
