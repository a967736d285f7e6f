package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void everyCommandAndOptionIsDescribed() throws IOException {
        String text = Files.readString(REFERENCE.resolve("cli.md"));
        for (CommandLine command : commands(Main.commandLine(CONSOLE, ""))) {
            assertThat(text).contains("## " + command.getCommandSpec().qualifiedName());
            command.getCommandSpec()
                    .options()
                    .forEach(option -> assertThat(text).contains(option.longestName()));
        }
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

    private static List<CommandLine> commands(CommandLine root) {
        return root.getSubcommands().values().stream()
                .distinct()
                .flatMap(command -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(command),
                        command.getSubcommands().values().stream().distinct()))
                .toList();
    }
}
