package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedHome;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = "Stop the stack. All data stays; runs under way go on at the next up.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph down"})
final class DownCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    private final Console console;

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EmbeddedHome home = common.home();
        boolean ran = StackSession.down(home);
        if (common.json()) {
            console.json(Map.of("home", home.directory().toString(), "stopped", ran));
        } else {
            console.print(
                    ran ? "Stopped. The data stays in " + home.directory() : "Nothing runs in " + home.directory());
        }
        return ExitCodes.OK;
    }
}
