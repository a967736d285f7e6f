package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The reference says what the code does. */
final class ReferenceDocsTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference");
    private static final Console CONSOLE = new Console(System.out, System.err, false, false, 0);

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorCodeIsListedWithItsCategory(ErrorCode code) throws IOException {
        assertThat(Files.readString(REFERENCE.resolve("errors.md")))
                .contains("\n| `" + code + "` | " + code.category() + " | ");
    }

    @Test
    void theCommandLinesReferenceIsWhatTheCommandsSayOfThemselves() throws IOException {
        Path file = REFERENCE.resolve("cli.md");
        String text = Files.readString(file);
        String heading = "\n## odograph ";
        StringBuilder expected = new StringBuilder(text.substring(0, text.indexOf(heading) + 1));
        for (CommandLine command : commands(Main.commandLine(CONSOLE, ""))) {
            expected.append("## ")
                    .append(command.getCommandSpec().qualifiedName())
                    .append("\n\n```text\n");
            expected.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing())
                    .append("\n```\n\n");
        }
        expected.setLength(expected.length() - 1);
        if (Boolean.getBoolean("odograph.update")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("docs/reference/cli.md is written by this test with -Dodograph.update=true")
                .isEqualTo(expected.toString());
    }

    @Test
    void everyCommandHasAnExampleAndADescription() {
        for (CommandLine command : commands(Main.commandLine(CONSOLE, ""))) {
            String help = command.getUsageMessage();
            assertThat(help).as(command.getCommandSpec().qualifiedName()).contains("Example");
        }
    }

    @Test
    void everyLeafCommandTakesJsonAndHome() {
        for (CommandLine command : commands(Main.commandLine(CONSOLE, ""))) {
            if (command.getSubcommands().isEmpty() && !command.getCommandName().equals("help")) {
                assertThat(command.getUsageMessage())
                        .as(command.getCommandSpec().qualifiedName())
                        .contains("--json", "--home");
            }
        }
    }

    /** All commands below one, each before its own. */
    private static List<CommandLine> commands(CommandLine root) {
        return root.getSubcommands().values().stream()
                .distinct()
                .flatMap(command -> Stream.concat(Stream.of(command), commands(command).stream()))
                .toList();
    }
}
