package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.internal.KernelAbi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;

/** Parameters on their way to a kernel: resolved against what it declares, then laid out as the ABI wants them. */
final class Arguments implements AutoCloseable {
    private final List<BytePointer> texts = new ArrayList<>();
    private final KernelAbi.ParameterValue values;
    private final int count;

    Arguments(Map<String, Object> resolved) {
        count = resolved.size();
        values = new KernelAbi.ParameterValue(Math.max(1, count));
        int index = 0;
        for (Map.Entry<String, Object> entry : resolved.entrySet()) {
            KernelAbi.ParameterValue value = values.getPointer(KernelAbi.ParameterValue.class, index++);
            value.name(text(entry.getKey())).int64_value(0).float64_value(0);
            value.string_value(text(entry.getValue() instanceof String string ? string : ""));
            switch (entry.getValue()) {
                case Long number -> value.type(KernelAbi.PARAMETER_INT64).int64_value(number);
                case Double number -> value.type(KernelAbi.PARAMETER_FLOAT64).float64_value(number);
                case Boolean bool -> value.type(KernelAbi.PARAMETER_BOOL).int64_value(bool ? 1 : 0);
                default -> value.type(KernelAbi.PARAMETER_STRING);
            }
        }
    }

    /** Every declared parameter with its given or default value in canonical form, sorted by name. */
    static Map<String, Object> resolve(KernelDescriptor kernel, Map<String, ?> given) {
        List<String> names =
                kernel.parameters().stream().map(KernelParameter::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new KernelException(
                        Code.PARAMETER_UNKNOWN,
                        "kernel " + kernel.name() + " has no parameter " + name + NearestName.hint(name, names)
                                + " It has: " + (names.isEmpty() ? "none" : String.join(", ", names)));
            }
        }
        Map<String, Object> resolved = new TreeMap<>();
        for (KernelParameter parameter : kernel.parameters()) {
            resolved.put(parameter.name(), resolve(kernel, parameter, given));
        }
        return resolved;
    }

    private static Object resolve(KernelDescriptor kernel, KernelParameter parameter, Map<String, ?> given) {
        String name = parameter.name();
        if (given.containsKey(name)) {
            Object value = given.get(name);
            return parameter
                    .canonical(value)
                    .orElseThrow(() -> new KernelException(
                            Code.PARAMETER_INVALID,
                            "kernel " + kernel.name() + ": parameter " + name + " must be " + parameter.type()
                                    + ", but is " + value
                                    + (value == null
                                            ? ""
                                            : " (" + value.getClass().getSimpleName() + ")")));
        }
        if (parameter.fallback() == null) {
            throw new KernelException(
                    Code.PARAMETER_MISSING,
                    "kernel " + kernel.name() + " needs parameter " + name + " (" + parameter.type() + ")");
        }
        return parameter.fallback();
    }

    KernelAbi.ParameterValue values() {
        return values;
    }

    int count() {
        return count;
    }

    private BytePointer text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        BytePointer pointer = new BytePointer(bytes.length + 1L);
        pointer.put(bytes, 0, bytes.length).put((long) bytes.length, (byte) 0);
        texts.add(pointer);
        return pointer;
    }

    @Override
    public void close() {
        texts.forEach(BytePointer::close);
        values.close();
    }
}
