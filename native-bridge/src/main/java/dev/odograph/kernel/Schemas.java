package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Compares tables with what a kernel declares, whatever language made the kernel. */
final class Schemas {
    private Schemas() {}

    static void checkInputs(KernelDescriptor kernel, List<VectorSchemaRoot> inputs) {
        if (inputs.size() != kernel.inputs().size()) {
            throw input(kernel, "takes " + kernel.inputs().size() + " inputs, but was given " + inputs.size());
        }
        for (int i = 0; i < inputs.size(); i++) {
            checkInput(kernel, kernel.inputs().get(i), inputs.get(i).getSchema().getFields());
        }
    }

    private static void checkInput(KernelDescriptor kernel, KernelSchema declared, List<Field> found) {
        List<String> names = found.stream().map(Field::getName).toList();
        for (KernelField field : declared.fields()) {
            List<Field> matches = found.stream()
                    .filter(candidate -> candidate.getName().equals(field.name()))
                    .toList();
            String column = ": input " + declared.name() + " column " + field.name();
            if (matches.isEmpty()) {
                throw input(
                        kernel,
                        column + " is missing, expected " + field.type() + "; found columns "
                                + String.join(", ", names));
            }
            if (matches.size() > 1) {
                throw input(kernel, column + " is there twice");
            }
            Field match = matches.getFirst();
            if (match.getDictionary() != null) {
                throw input(kernel, column + " expected " + field.type() + ", found a dictionary: decode it first");
            }
            if (!field.type().fits(match)) {
                throw input(kernel, column + " expected " + field.type() + ", found " + KernelType.nameOf(match));
            }
        }
    }

    static void checkOutput(KernelDescriptor kernel, VectorSchemaRoot output) {
        List<Field> found = output.getSchema().getFields();
        List<KernelField> declared = kernel.output().fields();
        boolean same = found.size() == declared.size();
        for (int i = 0; same && i < found.size(); i++) {
            same = found.get(i).getName().equals(declared.get(i).name())
                    && declared.get(i).type().fits(found.get(i));
        }
        if (!same) {
            throw new KernelException(
                    Code.KERNEL_OUTPUT_INVALID,
                    "kernel " + kernel.name() + " returned columns " + found + ", but declares " + declared);
        }
        for (int i = 0; i < found.size(); i++) {
            if (!declared.get(i).nullable() && output.getVector(i).getNullCount() > 0) {
                throw new KernelException(
                        Code.KERNEL_OUTPUT_INVALID,
                        "kernel " + kernel.name() + " returned nulls in column "
                                + declared.get(i).name() + ", which it declares as not null");
            }
        }
    }

    private static KernelException input(KernelDescriptor kernel, String problem) {
        return new KernelException(
                Code.INPUT_INVALID, "kernel " + kernel.name() + (problem.startsWith(":") ? problem : " " + problem));
    }
}
