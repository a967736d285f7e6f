package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.internal.KernelAbi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Reads a library's C metadata into records, and refuses what the ABI does not allow. */
final class Metadata {
    private Metadata() {}

    static KernelDescriptor descriptor(Path library, KernelAbi.Descriptor kernel) {
        String name = text(kernel.name());
        if (name.isEmpty() || kernel.n_inputs() < 1) {
            throw invalid(library, "a kernel has no name or no input");
        }
        List<KernelSchema> inputs = new ArrayList<>();
        for (long i = 0; i < kernel.n_inputs(); i++) {
            inputs.add(schema(library, name, kernel.inputs().getPointer(KernelAbi.Schema.class, i)));
        }
        if (kernel.n_golden() < 1) {
            throw invalid(library, "kernel " + name + " has no golden vector: give it one");
        }
        List<KernelParameter> parameters = new ArrayList<>();
        for (long i = 0; i < kernel.n_parameters(); i++) {
            parameters.add(parameter(library, name, kernel.parameters().getPointer(KernelAbi.Parameter.class, i)));
        }
        return new KernelDescriptor(
                name,
                kernel.version_major(),
                kernel.version_minor(),
                text(kernel.description()),
                text(kernel.formula()),
                text(kernel.source()),
                scope(library, name, kernel.scope()),
                inputs,
                schema(library, name, kernel.output()),
                parameters,
                golden(kernel));
    }

    private static List<GoldenVector> golden(KernelAbi.Descriptor kernel) {
        List<GoldenVector> vectors = new ArrayList<>();
        for (long i = 0; i < kernel.n_golden(); i++) {
            KernelAbi.Golden golden = kernel.golden().getPointer(KernelAbi.Golden.class, i);
            Map<String, Object> parameters = new LinkedHashMap<>();
            for (long p = 0; p < golden.n_parameters(); p++) {
                KernelAbi.ParameterValue value = golden.parameters().getPointer(KernelAbi.ParameterValue.class, p);
                parameters.put(text(value.name()), value(value));
            }
            List<String> inputs = new ArrayList<>();
            for (long input = 0; input < kernel.n_inputs(); input++) {
                inputs.add(text(KernelAbi.goldenInput(golden, input)));
            }
            vectors.add(new GoldenVector(
                    text(golden.name()), parameters, inputs, text(golden.output()), golden.max_ulps()));
        }
        return vectors;
    }

    /** A golden vector's parameter; a type that the ABI does not have is refused by the kernel's own declaration. */
    private static Object value(KernelAbi.ParameterValue value) {
        return switch (value.type()) {
            case KernelAbi.PARAMETER_INT64 -> value.int64_value();
            case KernelAbi.PARAMETER_FLOAT64 -> value.float64_value();
            case KernelAbi.PARAMETER_BOOL -> value.int64_value() != 0;
            default -> text(value.string_value());
        };
    }

    private static KernelScope scope(Path library, String kernel, int scope) {
        return switch (scope) {
            case 0 -> KernelScope.ROW;
            case 1 -> KernelScope.SEGMENT;
            default -> throw invalid(library, "kernel " + kernel + " declares scope " + scope);
        };
    }

    private static KernelSchema schema(Path library, String kernel, KernelAbi.Schema schema) {
        List<KernelField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < schema.n_fields(); i++) {
            KernelAbi.Field field = schema.fields().getPointer(KernelAbi.Field.class, i);
            String name = text(field.name());
            String format = text(field.format());
            KernelType type = KernelType.findByFormat(format)
                    .orElseThrow(() -> invalid(
                            library,
                            "kernel " + kernel + " declares column " + name + " with format '" + format
                                    + "', which is none of b, i, l, f, g, u, +li, +ll, +lf, +lg"));
            if (name.isEmpty() || !names.add(name)) {
                throw invalid(library, "kernel " + kernel + " declares column '" + name + "' without name or twice");
            }
            int flags = field.flags();
            if (type.element().isPresent() && (flags & KernelAbi.FIELD_KEY) != 0) {
                throw invalid(library, "kernel " + kernel + " declares list " + name + " as a key");
            }
            fields.add(new KernelField(
                    name,
                    type,
                    text(field.unit()),
                    (flags & KernelAbi.FIELD_NULLABLE) != 0,
                    (flags & KernelAbi.FIELD_KEY) != 0,
                    (flags & KernelAbi.FIELD_ALLOWS_NON_FINITE) != 0));
        }
        return new KernelSchema(text(schema.name()), fields);
    }

    private static KernelParameter parameter(Path library, String kernel, KernelAbi.Parameter parameter) {
        KernelAbi.ParameterValue value = parameter.value();
        String name = text(value.name());
        KernelParameter.Type type = switch (value.type()) {
            case KernelAbi.PARAMETER_INT64 -> KernelParameter.Type.INT64;
            case KernelAbi.PARAMETER_FLOAT64 -> KernelParameter.Type.FLOAT64;
            case KernelAbi.PARAMETER_BOOL -> KernelParameter.Type.BOOL;
            case KernelAbi.PARAMETER_STRING -> KernelParameter.Type.STRING;
            default ->
                throw invalid(library, "kernel " + kernel + " declares parameter " + name + " of type " + value.type());
        };
        return new KernelParameter(
                name,
                type,
                parameter.has_default() == 0 ? null : fallback(type, value),
                text(parameter.unit()),
                text(parameter.description()));
    }

    private static Object fallback(KernelParameter.Type type, KernelAbi.ParameterValue value) {
        return switch (type) {
            case INT64 -> value.int64_value();
            case FLOAT64 -> value.float64_value();
            case BOOL -> value.int64_value() != 0;
            case STRING -> text(value.string_value());
        };
    }

    static String text(@Nullable BytePointer pointer) {
        if (pointer == null) {
            return "";
        }
        byte[] bytes = pointer.getStringBytes(); // up to the limit where there is one, not to the zero
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    static KernelException invalid(Path library, String problem) {
        return new KernelException(
                Code.LIBRARY_INVALID, "kernel library " + library + " breaks the kernel ABI: " + problem);
    }
}
