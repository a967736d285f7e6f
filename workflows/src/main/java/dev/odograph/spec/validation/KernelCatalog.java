package dev.odograph.spec.validation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kernels that are there, where they can be loaded and asked. */
public interface KernelCatalog {
    /** Stands for kernels that cannot be seen here; kernel steps then go unchecked until a step host sees them. */
    KernelCatalog UNKNOWN = new KernelCatalog() {
        @Override
        public Optional<KernelSignature> find(String name, @Nullable String library) {
            return Optional.empty();
        }

        @Override
        public List<String> names(@Nullable String library) {
            return List.of();
        }
    };

    /**
     * The kernel of that name, if it is there.
     *
     * @param library file name of a shared library in the bundle; null for the kernels that come with Odograph
     */
    Optional<KernelSignature> find(String name, @Nullable String library);

    /** Names of the kernels in a library, for messages. */
    List<String> names(@Nullable String library);
}
