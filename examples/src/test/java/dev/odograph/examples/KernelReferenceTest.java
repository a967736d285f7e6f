package dev.odograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.kernel.CoreKernels;
import dev.odograph.kernel.KernelDescriptor;
import dev.odograph.kernel.KernelLibrary;
import dev.odograph.kernel.KernelPage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** docs/reference/kernels.md is what the kernels declare: -Dodograph.update=true writes it anew. */
class KernelReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "kernels.md");
    private static final Path OWN = Path.of("target", "native", "libodograph_examples.so");

    private static final String HEAD = """
            # Kernels

            Generated from what the kernels declare (`KernelReferenceTest`). [The guide](../guides/kernels.md) says how to
            use and to write them. The example of each is its first golden vector, which every host computes before it gives
            the kernel its first rows.

            ## Kernels that come with Odograph
            A graph names them alone: `g.kernel("ttc", Ttc.class, "time_to_collision", pairs)`.

            """;
    private static final String OF_EXAMPLES = """
            ## Kernels of the examples
            A library of the bundle: `g.kernel("near", Near.class, "libodograph_examples.so/footprint_clearance", rows)`.

            """;

    @Test
    void theReferenceIsWhatTheKernelsDeclare() throws Exception {
        String page = HEAD + sections(CoreKernels.library()) + OF_EXAMPLES + sections(KernelLibrary.open(OWN));
        String text = page.strip() + "\n";
        if (Boolean.getBoolean("odograph.update")) {
            Files.writeString(PAGE, text);
        }

        assertThat(PAGE).as("write it with -Dodograph.update=true").hasContent(text);
    }

    @Test
    void theGoldenVectorsOfTheExamplesAgreeOnThisHost() {
        try (RootAllocator allocator = new RootAllocator()) {
            KernelLibrary.open(OWN).verify(allocator);
        }
    }

    private static String sections(KernelLibrary library) {
        StringBuilder sections = new StringBuilder();
        for (KernelDescriptor kernel : library.kernels()) {
            sections.append(KernelPage.markdown(kernel));
        }
        return sections.toString();
    }
}
