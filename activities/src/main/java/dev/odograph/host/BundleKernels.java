package dev.odograph.host;

import dev.odograph.host.bundle.BundledKernel;
import dev.odograph.kernel.CoreKernels;
import dev.odograph.kernel.KernelDescriptor;
import dev.odograph.kernel.KernelException;
import dev.odograph.kernel.KernelField;
import dev.odograph.kernel.KernelLibrary;
import dev.odograph.kernel.KernelPage;
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
import java.util.stream.Collectors;
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
        own.forEach((name, library) -> listed.addAll(listed(name, library)));
        return listed;
    }

    /** The kernels of a library that goes by that name. */
    static List<BundledKernel> listed(String name, KernelLibrary library) {
        return library.kernels().stream()
                .map(kernel -> new BundledKernel(
                        name,
                        library.sha256(),
                        kernel.name(),
                        kernel.version(),
                        kernel.description(),
                        KernelPage.markdown(kernel)))
                .toList();
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
        List<String> refusals = refusals(kernel);
        List<KernelField> none = List.of();
        return new KernelSignature(
                kernel.name(),
                columns(refusals.isEmpty() ? kernel.inputs().getFirst().fields() : none),
                columns(refusals.isEmpty() ? kernel.output().fields() : none),
                kernel.parameters().stream().map(BundleKernels::parameter).toList(),
                refusals);
    }

    /** What the ABI has and graphs have not: several tables, and columns of other types. */
    private static List<String> refusals(KernelDescriptor kernel) {
        List<String> refusals = new ArrayList<>();
        if (kernel.inputs().size() != 1) {
            refusals.add(
                    "takes " + kernel.inputs().size() + " tables ("
                            + kernel.inputs().stream().map(KernelSchema::name).collect(Collectors.joining(", "))
                            + "), but a kernel step reads one: join them by SQL before, and let the kernel take the joined rows");
        }
        kernel.inputs().forEach(input -> refusals.addAll(refusals("reads", input)));
        refusals.addAll(refusals("puts out", kernel.output()));
        return refusals;
    }

    private static List<String> refusals(String does, KernelSchema table) {
        return table.fields().stream()
                .filter(field -> typeOf(field.type()).isEmpty())
                .map(field -> does + " column \"" + field.name() + "\" of \"" + table.name() + "\" as " + field.type()
                        + ", which no column of a graph is: use "
                        + (field.type() == KernelType.FLOAT32
                                ? "float64 there"
                                : "a row for each element, or a column"))
                .toList();
    }

    private static List<ColumnSpec> columns(List<KernelField> fields) {
        return fields.stream()
                .flatMap(field -> typeOf(field.type()).map(type -> column(field, type)).stream())
                .toList();
    }

    private static ColumnSpec column(KernelField field, ColumnType type) {
        String unit = field.unit().isEmpty() ? null : field.unit();
        return new ColumnSpec(field.name(), type, field.nullable(), field.key(), unit, field.allowsNonFinite());
    }

    private static Optional<ColumnType> typeOf(KernelType type) {
        return switch (type) {
            case BOOL -> Optional.of(ColumnType.BOOL);
            case INT32 -> Optional.of(ColumnType.INT32);
            case INT64 -> Optional.of(ColumnType.INT64);
            case FLOAT64 -> Optional.of(ColumnType.FLOAT64);
            case STRING -> Optional.of(ColumnType.STRING);
            case FLOAT32, LIST_INT32, LIST_INT64, LIST_FLOAT32, LIST_FLOAT64 -> Optional.empty();
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
