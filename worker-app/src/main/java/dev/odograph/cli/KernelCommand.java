package dev.odograph.cli;

import dev.odograph.cli.project.AuthorProject;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.OdographKernels;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundledKernel;
import dev.odograph.worker.DataDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "kernel",
        description = "List and show the kernels that graphs can call.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph kernel show time_to_collision"})
final class KernelCommand {
    private final Console console;

    KernelCommand(Console console) {
        this.console = console;
    }

    /** Whose kernels, beside those that come with Odograph. */
    static final class OfProject {
        @Option(
                names = "--project",
                paramLabel = "DIR",
                description =
                        "Also those of this author's project, built where it changed (default: the one here, if any).")
        private @Nullable Path project;

        private Optional<AuthorProject> project() {
            return project == null ? AuthorCode.here() : Optional.of(AuthorProject.open(project));
        }
    }

    @Command(
            name = "list",
            description = "List the kernels that come with Odograph, and those of the project here.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph kernel list"})
    int list(@Mixin Common common, @Mixin OfProject code) {
        List<BundledKernel> kernels = kernels(common, code);
        if (common.json()) {
            console.json(kernels.stream().map(KernelCommand::view).toList());
        } else {
            console.table(
                    List.of("KERNEL", "VERSION", "DESCRIPTION"),
                    kernels.stream()
                            .map(kernel -> List.of(
                                    name(kernel),
                                    kernel.version(),
                                    Objects.requireNonNullElse(kernel.description(), "")))
                            .toList());
        }
        return ExitCodes.OK;
    }

    @Command(
            name = "show",
            description = "Show what a kernel declares: tables, units, parameters, formula, source, an example.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples: odograph kernel show time_to_collision",
                "          odograph kernel show libhard_stops.so/braking"
            })
    int show(
            @Mixin Common common,
            @Mixin OfProject code,
            @Parameters(paramLabel = "KERNEL", description = "Its name, as graphs say it: NAME or LIBRARY/NAME.")
                    String name) {
        List<BundledKernel> kernels = kernels(common, code);
        BundledKernel kernel = kernels.stream()
                .filter(known -> name(known).equals(name))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Kernel " + Text.quoted(name) + " is not there: use one of "
                                + kernels.stream().map(KernelCommand::name).collect(Collectors.joining(", "))));
        if (common.json()) {
            console.json(view(kernel));
        } else {
            console.print(Objects.requireNonNullElse(kernel.page(), "").stripTrailing());
        }
        return ExitCodes.OK;
    }

    private static List<BundledKernel> kernels(Common common, OfProject code) {
        List<BundledKernel> kernels = new ArrayList<>(OdographKernels.list());
        code.project()
                .map(project -> AuthorCode.build(new DataDirectory(common.home().directory()), project))
                .map(Bundle::kernels)
                .ifPresent(kernels::addAll);
        return kernels;
    }

    /** As graphs name it. */
    private static String name(BundledKernel kernel) {
        return kernel.library().equals(OdographKernels.LIBRARY)
                ? kernel.kernel()
                : kernel.library() + "/" + kernel.kernel();
    }

    private static Map<String, Object> view(BundledKernel kernel) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", name(kernel));
        view.put("library", kernel.library());
        view.put("version", kernel.version());
        view.put("sha256", kernel.sha256());
        view.put("description", kernel.description());
        view.put("page", kernel.page());
        return view;
    }
}
