package dev.odograph.host;

import dev.odograph.host.bundle.BundledKernel;
import dev.odograph.kernel.CoreKernels;
import dev.odograph.kernel.KernelDescriptor;
import dev.odograph.kernel.KernelException;
import dev.odograph.kernel.KernelField;
import dev.odograph.kernel.KernelLibrary;
import dev.odograph.kernel.KernelParameter;
import dev.odograph.kernel.KernelSchema;
import dev.odograph.kernel.KernelType;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.validation.KernelCatalog;
import dev.odograph.spec.validation.KernelSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** The kernels that a bundle's graphs may use: those that come with Odograph, and those of its own libraries. */
final class BundleKernels implements KernelCatalog {
    private final Map<String, KernelLibrary> own = new TreeMap<>();
    private final KernelLibrary core = CoreKernels.library();

    private BundleKernels() {}

    /** Opens the bundle's libraries; one that cannot be used is a problem. */
    static BundleKernels open(Path bundle, List<String> problems) {
        BundleKernels kernels = new BundleKernels();
        Path directory = bundle.resolve("native");
        if (Files.isDirectory(directory)) {
            try (Stream<Path> libraries = Files.list(directory)) {
                libraries.sorted().forEach(library -> kernels.add(library, problems));
            } catch (IOException e) {
                throw new UncheckedIOException("libraries of the bundle cannot be listed", e);
            }
        }
        return kernels;
    }

    private void add(Path library, List<String> problems) {
        try (RootAllocator allocator = new RootAllocator()) {
            KernelLibrary opened = KernelLibrary.open(library);
            opened.verify(allocator);
            own.put(library.getFileName().toString(), opened);
        } catch (KernelException e) {
            problems.add("Library \"" + library.getFileName() + "\": " + e.getMessage());
        }
    }

    /** The kernels of the bundle's own libraries, in order of library. */
    List<BundledKernel> listed() {
        List<BundledKernel> listed = new ArrayList<>();
        own.forEach((name, library) -> library.kernels()
                .forEach(kernel ->
                        listed.add(new BundledKernel(name, library.sha256(), kernel.name(), kernel.version()))));
        return listed;
    }

    @Override
    public Optional<KernelSignature> find(String name, @Nullable String library) {
        return kernels(library).stream()
                .filter(kernel -> kernel.name().equals(name))
                .findFirst()
                .map(BundleKernels::signature);
    }

    @Override
    public List<String> names(@Nullable String library) {
        return kernels(library).stream().map(KernelDescriptor::name).toList();
    }

    private List<KernelDescriptor> kernels(@Nullable String library) {
        KernelLibrary found = library == null ? core : own.get(library);
        return found == null ? List.of() : found.kernels();
    }

    private static KernelSignature signature(KernelDescriptor kernel) {
        List<ColumnSpec> inputs =
                kernel.inputs().stream().flatMap(BundleKernels::columns).toList();
        return new KernelSignature(
                kernel.name(),
                inputs,
                columns(kernel.output()).toList(),
                kernel.parameters().stream().map(BundleKernels::parameter).toList());
    }

    private static Stream<ColumnSpec> columns(KernelSchema table) {
        return table.fields().stream().map(BundleKernels::column);
    }

    private static ColumnSpec column(KernelField field) {
        String unit = field.unit().isEmpty() ? null : field.unit();
        return new ColumnSpec(
                field.name(), typeOf(field.type()), field.nullable(), field.key(), unit, field.allowsNonFinite());
    }

    /** No column of a graph is FLOAT32 or a list: such a kernel's columns never fit, and validation says so. */
    private static ColumnType typeOf(KernelType type) {
        return switch (type) {
            case BOOL -> ColumnType.BOOL;
            case INT32 -> ColumnType.INT32;
            case INT64 -> ColumnType.INT64;
            case FLOAT32, FLOAT64 -> ColumnType.FLOAT64;
            case STRING -> ColumnType.STRING;
            case LIST_INT32, LIST_INT64, LIST_FLOAT32, LIST_FLOAT64 -> ColumnType.STRING;
        };
    }

    private static ParameterSpec parameter(KernelParameter parameter) {
        ColumnType type = ColumnType.valueOf(parameter.type().name());
        // A parameter that must be given has no default; the neutral value only stands in for its type.
        Object value = Objects.requireNonNullElse(
                parameter.fallback(),
                switch (parameter.type()) {
                    case INT64 -> 0L;
                    case FLOAT64 -> 0.0;
                    case BOOL -> false;
                    case STRING -> "";
                });
        return new ParameterSpec(parameter.name(), type, value, parameter.unit().isEmpty() ? null : parameter.unit());
    }
}
