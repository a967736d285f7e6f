package dev.odograph.cli;

import dev.odograph.access.AuditEntry;
import dev.odograph.access.AuditLog;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.Stores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "List who asked for what that changes something, the newest first: by the REST API, allowed or not, and by",
            "this command line. What is decided in the Temporal UI is in the run's history there."
        },
        footer = {"", "Examples: odograph audit --subject RUN", "          odograph audit --by ci --limit 100"})
final class AuditCommand implements Callable<Integer> {
    private static final int MOST = 10_000;

    @Mixin
    private Common common = new Common();

    @Option(
            names = "--subject",
            paramLabel = "WHAT",
            description = "Only about this run, channel move, webhook or token.")
    private @Nullable String subject;

    @Option(names = "--by", paramLabel = "NAME", description = "Only by this one.")
    private @Nullable String by;

    @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).")
    private int limit;

    private final Console console;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "--limit is " + limit + ": give a whole number from 1 to " + MOST);
        }
        try (Stores stores = Stores.open(StackSession.open(common, console).endpoints(), 2)) {
            List<AuditEntry> entries = new AuditLog(stores.postgres()).list(null, subject, by, limit);
            if (common.json()) {
                console.json(entries.stream().map(AuditCommand::view).toList());
            } else if (entries.isEmpty()) {
                console.print("Nothing was asked for yet that changes something.");
            } else {
                console.table(
                        List.of("AT", "BY", "ROLE", "ACTION", "SUBJECT", "STATUS", "REASON"),
                        entries.stream()
                                .map(entry -> List.of(
                                        entry.at().toString().substring(0, 19).replace('T', ' '),
                                        entry.by(),
                                        entry.role() == null ? "" : entry.role().word(),
                                        entry.action(),
                                        entry.subject(),
                                        entry.status() == null ? "" : String.valueOf(entry.status()),
                                        entry.reason() == null ? "" : entry.reason()))
                                .toList(),
                        "ROLE",
                        "REASON");
            }
            return ExitCodes.OK;
        }
    }

    private static Map<String, @Nullable Object> view(AuditEntry entry) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("number", entry.number());
        view.put("at", entry.at().toString());
        view.put("by", entry.by());
        view.put("role", entry.role() == null ? null : entry.role().word());
        view.put("action", entry.action());
        view.put("subject", entry.subject());
        view.put("status", entry.status());
        view.put("reason", entry.reason());
        return view;
    }
}
