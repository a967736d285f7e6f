package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.PartState;
import dev.odograph.embedded.PartStatus;
import dev.odograph.embedded.StackStatus;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show each part of the stack: state, process, address. Exits with 4 unless all serve.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph status --json"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackStatus status = StackStatus.load(common.home());
        print(status, common, console);
        boolean serving = status.running()
                && status.parts().stream()
                        .allMatch(part -> part.state() == PartState.RUNNING || part.state() == PartState.EXTERNAL);
        return serving ? ExitCodes.OK : ExitCodes.INFRASTRUCTURE;
    }

    static void print(StackStatus status, Common common, Console console) {
        if (common.json()) {
            console.json(status);
            return;
        }
        if (status.parts().isEmpty()) {
            console.print("Nothing runs in " + status.home() + ". Start it: ./odograph up");
            return;
        }
        console.table(
                List.of("PART", "STATE", "PID", "ADDRESS", "RESTARTS", ""),
                status.parts().stream().map(StatusCommand::row).toList(),
                "RESTARTS",
                "PID");
        if (status.running()) {
            EmbeddedHome home = common.home();
            console.print("");
            Endpoints endpoints = Endpoints.load(home);
            RunLinks.pages(endpoints).ifPresent(url -> console.print("Pages         " + url));
            console.print("Temporal UI   " + endpoints.temporalUiUrl());
            console.print("Data, logs    " + home.directory());
        } else {
            console.print("");
            console.print("Stopped. Start it: ./odograph up");
        }
    }

    private static List<String> row(PartStatus part) {
        return List.of(
                part.name(),
                part.state().name(),
                Objects.toString(part.pid(), ""),
                Objects.toString(part.address(), ""),
                Integer.toString(part.restarts()),
                part.lastExit() == null ? part.detail() : "last ended: " + part.lastExit());
    }
}
