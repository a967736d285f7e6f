package dev.odograph.cli;

import dev.odograph.cli.project.AuthorProject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "link",
        description = {
            "Link an author's project to this Odograph: needed once after a clone, for Maven alone.",
            "push and run do it by themselves."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph link"})
final class LinkCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The project (default: here).")
    private Path directory = Path.of("");

    private final Console console;

    LinkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        AuthorProject project = AuthorProject.open(directory);
        if (common.json()) {
            console.json(Map.of("directory", project.directory().toString()));
        } else {
            console.say("Linked " + project.directory() + ". Build and test it there: mvn verify");
        }
        return ExitCodes.OK;
    }
}
