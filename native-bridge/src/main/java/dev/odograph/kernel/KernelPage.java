package dev.odograph.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** What a kernel declares about itself, as Markdown. */
public final class KernelPage {
    private KernelPage() {}

    /** A section with description, formula, source, tables, parameters, and the first golden vector as the example. */
    public static String markdown(KernelDescriptor kernel) {
        StringBuilder page = new StringBuilder();
        page.append("### ")
                .append(kernel.name())
                .append(' ')
                .append(kernel.version())
                .append("\n\n");
        page.append(escaped(kernel.description())).append("\n\n");
        if (!kernel.formula().isEmpty()) {
            page.append("Formula: `").append(kernel.formula()).append("`\n\n");
        }
        if (!kernel.source().isEmpty()) {
            page.append("Source: ").append(escaped(kernel.source())).append(".\n\n");
        }
        page.append(
                kernel.scope() == KernelScope.ROW
                        ? "Scope `ROW`: an output row depends on one input row.\n\n"
                        : "Scope `SEGMENT`: a call sees all rows of one recording, in order of their key.\n\n");
        kernel.inputs().forEach(input -> table(page, "Input", input));
        table(page, "Output", kernel.output());
        parameters(page, kernel.parameters());
        example(page, kernel, kernel.golden().getFirst());
        return page.toString();
    }

    private static void table(StringBuilder page, String what, KernelSchema schema) {
        page.append("| ").append(what).append(" `").append(schema.name()).append("` | type | unit | null |\n");
        page.append("|---|---|---|---|\n");
        for (KernelField field : schema.fields()) {
            page.append("| `")
                    .append(field.name())
                    .append(field.key() ? "` (key) | " : "` | ")
                    .append(field.type())
                    .append(" | ")
                    .append(field.unit())
                    .append(" | ")
                    .append(field.nullable() ? "may be" : "")
                    .append(" |\n");
        }
        page.append('\n');
    }

    private static void parameters(StringBuilder page, List<KernelParameter> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        page.append("| Parameter | type | unit | default | |\n|---|---|---|---|---|\n");
        for (KernelParameter parameter : parameters) {
            page.append("| `")
                    .append(parameter.name())
                    .append("` | ")
                    .append(parameter.type().name().toLowerCase(java.util.Locale.ROOT))
                    .append(" | ")
                    .append(parameter.unit())
                    .append(" | ")
                    .append(parameter.fallback() == null ? "must be given" : parameter.fallback())
                    .append(" | ")
                    .append(escaped(parameter.description()))
                    .append(" |\n");
        }
        page.append('\n');
    }

    private static void example(StringBuilder page, KernelDescriptor kernel, GoldenVector golden) {
        page.append("Example: ").append(escaped(golden.name())).append(". From\n\n```text\n");
        page.append(golden.inputs().stream().map(KernelPage::stripped).collect(Collectors.joining("\n")))
                .append("```\n\n");
        if (!golden.parameters().isEmpty()) {
            page.append("with ")
                    .append(golden.parameters().entrySet().stream()
                            .sorted(java.util.Map.Entry.comparingByKey())
                            .map(parameter -> "`" + parameter.getKey() + " = " + parameter.getValue() + "`")
                            .collect(Collectors.joining(", ")))
                    .append(' ');
        }
        page.append("comes ").append("`").append(kernel.output().name()).append("`\n\n```text\n");
        page.append(stripped(golden.output())).append("```\n\n");
    }

    private static String stripped(String table) {
        return table.lines().filter(line -> !line.isBlank()).map(String::strip).collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
    }
}
