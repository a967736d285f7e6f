package dev.odograph.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.odograph.access.AccessRole;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.EncryptedPayloads;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodec;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Payloads of workflows in clear, for Temporal's UI: its protocol of remote codecs, of which only decoding is offered, for
 * nobody need encrypt by a page.
 */
@Path("/api/codec")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class CodecResource {
    private final Optional<PayloadCodec> codec = EncryptedPayloads.of(System.getenv());

    @POST
    @Path("/decode")
    @Allowed(AccessRole.OPERATOR)
    @Operation(hidden = true)
    public String decode(@Nullable String body) {
        try {
            Payloads.Builder asked = Payloads.newBuilder();
            JsonFormat.parser().merge(body == null || body.isBlank() ? "{}" : body, asked);
            List<Payload> payloads = asked.getPayloadsList();
            return JsonFormat.printer()
                    .print(Payloads.newBuilder()
                            .addAllPayloads(
                                    codec.map(keys -> keys.decode(payloads)).orElse(payloads)));
        } catch (InvalidProtocolBufferException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "The body is no list of payloads in JSON: Temporal's UI sends {\"payloads\": [{\"metadata\": …,"
                            + " \"data\": …}]}",
                    e);
        }
    }
}
