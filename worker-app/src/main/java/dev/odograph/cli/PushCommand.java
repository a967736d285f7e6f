package dev.odograph.cli;

import dev.odograph.cli.project.AuthorProject;
import dev.odograph.graph.MetricFile;
import dev.odograph.spec.GraphSpec;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        description = {
            "Build what changed of an author's project, or take a metric's file, and push it as a bundle to a branch;",
            "runs name either.",
            "The protected branch main takes what is committed and merged; all else is branch code, whose",
            "results go to tables of their own."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph push",
            "          odograph push ~/metrics/hard_stops --branch tighter-limit",
            "          odograph push top_speed.sql --branch main",
            "          odograph push --branch main"
        })
final class PushCommand implements Callable<Integer> {
    private static final int SHORT = 12;

    @Mixin
    private Common common = new Common();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CODE",
            description = "Directory of the project (default: here), or a metric's FILE.sql or FILE.py.")
    private Path code = Path.of("");

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "Branch to push to (default: git's, but local for the protected one).")
    private @Nullable String branch;

    private final Console console;

    PushCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean file = MetricFile.isFile(code.toString());
        AuthorProject project = file ? null : AuthorProject.open(code);
        StackSession session = StackSession.open(common, console);
        try (Stores stores = Stores.open(session.endpoints(), 2)) {
            AuthorCode.Pushed pushed = project == null
                    ? AuthorCode.push(stores, session.directory(), code, branch)
                    : AuthorCode.push(stores, session.directory(), project, branch);
            List<String> graphs =
                    pushed.bundle().graphs().stream().map(GraphSpec::name).toList();
            if (common.json()) {
                Map<String, Object> view = new LinkedHashMap<>();
                view.put("bundle", pushed.bundle().digest());
                view.put("branch", pushed.branch());
                view.put("merged", pushed.merged());
                view.put("project", project == null ? code.getFileName().toString() : project.name());
                view.put("graphs", graphs);
                console.json(view);
            } else {
                console.print(words(pushed) + ": " + String.join(", ", graphs));
                console.say("Run it: ./odograph run " + graphs.getFirst() + " DATASET --bundle " + pushed.branch());
            }
        }
        return ExitCodes.OK;
    }

    static String words(AuthorCode.Pushed pushed) {
        return "Pushed bundle " + pushed.bundle().digest().substring(0, SHORT) + " to branch " + pushed.branch()
                + (pushed.merged() ? " (merged code)" : "");
    }
}
