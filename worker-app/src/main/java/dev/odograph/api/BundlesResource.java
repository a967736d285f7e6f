package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.BranchHead;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.RegisteredBundle;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Bundles that were pushed. */
@Path("/api/bundles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bundles", description = "Authors' code as it was pushed.")
public final class BundlesResource {
    private final ApiStores stores;

    BundlesResource(ApiStores stores) {
        this.stores = stores;
    }

    @GET
    @Allowed(AccessRole.READER)
    @Operation(summary = "List pushed bundles, in order of digest.", operationId = "listBundles")
    public Page<BundleAnswer> list(
            @Parameter(description = "\"next\" of the page before; left out for the first page.")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "At most so many, 1 to 500; 50 unless given.") @QueryParam("limit") @Nullable
                    String limit) {
        List<String> after = Cursor.parse(cursor, 1);
        int most = Words.limit(limit);
        BundleRegistry registry = stores.registry();
        List<RegisteredBundle> read = registry.list(after.isEmpty() ? null : after.getFirst(), most + 1);
        List<BranchHead> heads = registry.heads();
        return Page.of(read, most, bundle -> List.of(bundle.digest()))
                .map(bundle -> BundleAnswer.of(bundle, branches(heads, bundle)));
    }

    @GET
    @Allowed(AccessRole.READER)
    @Path("/{digest}")
    @Operation(summary = "Show a pushed bundle.", operationId = "showBundle")
    public BundleAnswer show(
            @Parameter(description = "Digest of the bundle: 64 hex digits.") @PathParam("digest") String digest) {
        BundleRegistry registry = stores.registry();
        RegisteredBundle bundle = registry.find(digest)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.BUNDLE_NOT_FOUND,
                        "Bundle \"" + digest + "\" is not there: GET /api/bundles lists those that were pushed"));
        return BundleAnswer.of(bundle, branches(registry.heads(), bundle));
    }

    private static List<String> branches(List<BranchHead> heads, RegisteredBundle bundle) {
        return heads.stream()
                .filter(head -> head.digest().equals(bundle.digest()))
                .map(BranchHead::branch)
                .distinct()
                .toList();
    }
}
