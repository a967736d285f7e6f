package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.event.Delivery;
import dev.odograph.event.EventFilter;
import dev.odograph.event.Webhook;
import dev.odograph.event.WebhookBook;
import dev.odograph.event.WebhookTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "webhooks",
        description = {
            "Send what becomes of runs and channels to other programs, signed, until it is taken.",
            "Each event is posted as a CloudEvent; those of one run in order."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph webhooks add ci https://ci.example.com/odograph --type run.succeeded --type run.failed",
            "          odograph webhooks deliveries ci --state dead",
            "          odograph webhooks replay ci"
        })
final class WebhooksCommand {
    private final Console console;

    WebhooksCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "add",
            description = {
                "Make a webhook, which gets events from now on. Prints its secret, which is not shown again:",
                "the receiver checks signatures with it."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks add ci https://ci.example.com/odograph --graph car_following"})
    int add(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1", paramLabel = "URL", description = "http or https.") String url,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            description = "Only of this type, such as run.failed; may be repeated.")
                    @Nullable
                    List<String> types,
            @Option(names = "--graph", paramLabel = "GRAPH", description = "Only of runs of this graph.") @Nullable
                    String graph,
            @Option(names = "--owner", paramLabel = "TEAM", description = "Only of graphs of this team.") @Nullable
                    String owner,
            @Option(
                            names = "--template",
                            defaultValue = "cloudevents",
                            paramLabel = "TEMPLATE",
                            description = "cloudevents, slack, pagerduty or alertmanager (default: cloudevents).")
                    String template,
            @Option(
                            names = "--routing-key-file",
                            paramLabel = "FILE",
                            description = "For pagerduty: a file with the integration's routing key.")
                    @Nullable
                    Path routingKey) {
        WebhookTemplate written = WebhookTemplate.parse(template);
        String key = routingKey == null ? null : Checks.text("--routing-key-file", routingKey);
        EventFilter filter = new EventFilter(EventFilter.types(types == null ? List.of() : types), null, graph, owner);
        return changed(common, "addWebhook", name, book -> {
            String secret = book.add(name, url, written, filter, key, Audit.user());
            if (common.json()) {
                console.json(Map.of("name", name, "url", url, "secret", secret));
            } else if (secret.isEmpty()) {
                console.print("Webhook " + name + " gets events from now on.");
            } else {
                console.print(secret);
                console.say("Webhook " + name + " gets events from now on. Keep the secret: it is not shown again.");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "list",
            description = "List webhooks and how their deliveries stand.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks list"})
    int list(@Mixin Common common) {
        return with(common, book -> {
            List<Webhook> webhooks = book.list();
            if (common.json()) {
                console.json(webhooks.stream().map(WebhooksCommand::view).toList());
            } else if (webhooks.isEmpty()) {
                console.print("No webhook. Make one: ./odograph webhooks add NAME URL");
            } else {
                console.table(
                        List.of("NAME", "STATE", "PENDING", "DEAD", "URL", "LAST ERROR"),
                        webhooks.stream()
                                .map(one -> List.of(
                                        one.name(),
                                        one.paused() ? "paused" : "active",
                                        Text.number(one.pending()),
                                        Text.number(one.dead()),
                                        one.url(),
                                        one.lastError() == null ? "" : one.lastError()))
                                .toList(),
                        "LAST ERROR");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "deliveries",
            description = "List what was sent to a webhook, the newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks deliveries ci --state dead"})
    int deliveries(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--state", paramLabel = "STATE", description = "Only pending, delivered or dead ones.")
                    @Nullable
                    String state,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        Delivery.State wanted = state == null ? null : state(state);
        int most = Checks.atLeast(1, "--limit", limit);
        return with(common, book -> {
            List<Delivery> deliveries = book.deliveries(name, wanted, most);
            if (common.json()) {
                console.json(deliveries.stream().map(WebhooksCommand::view).toList());
            } else {
                console.table(
                        List.of("EVENT", "TYPE", "RUN", "STATE", "ATTEMPTS", "ERROR"),
                        deliveries.stream()
                                .map(one -> List.of(
                                        Long.toString(one.position()),
                                        one.type() == null ? "" : one.type().replaceFirst("dev\\.odograph\\.", ""),
                                        one.subject(),
                                        one.state().name().toLowerCase(Locale.ROOT),
                                        Integer.toString(one.attempts()),
                                        one.error() == null ? "" : one.error()))
                                .toList(),
                        "ERROR");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "replay",
            description = "Send again what was given up, or one event whatever became of it.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks replay ci --event 42"})
    int replay(
            @Mixin Common common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--event", paramLabel = "N", description = "Only this event.") @Nullable Long event) {
        return changed(common, "replayWebhook", name, book -> {
            int again = book.replay(name, event);
            if (common.json()) {
                console.json(Map.of("name", name, "pending", again));
            } else {
                console.print(Text.number(again) + (again == 1 ? " event is" : " events are") + " sent to " + name
                        + " again.");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "pause",
            description = "Stop sending to a webhook for now.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks pause ci"})
    int pause(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return paused(common, name, true);
    }

    @Command(
            name = "resume",
            description = "Send to a webhook again, first what it missed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks resume ci"})
    int resume(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return paused(common, name, false);
    }

    @Command(
            name = "remove",
            description = "Delete a webhook and its deliveries.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph webhooks remove ci"})
    int remove(@Mixin Common common, @Parameters(paramLabel = "NAME") String name) {
        return changed(common, "removeWebhook", name, book -> {
            book.remove(name);
            if (!common.json()) {
                console.print("Webhook " + name + " is removed.");
            }
            return ExitCodes.OK;
        });
    }

    private int paused(Common common, String name, boolean paused) {
        return changed(common, paused ? "pauseWebhook" : "resumeWebhook", name, book -> {
            book.pause(name, paused);
            if (!common.json()) {
                console.print("Webhook " + name + (paused ? " is paused." : " is active."));
            }
            return ExitCodes.OK;
        });
    }

    /** Does what others must be able to find out, and records it. */
    private int changed(Common common, String action, String name, Function<WebhookBook, Integer> work) {
        return StackSession.with(common, console, stores -> {
            int code = work.apply(new WebhookBook(stores.postgres()));
            Audit.did(stores, null, action, name, null);
            return code;
        });
    }

    private int with(Common common, Function<WebhookBook, Integer> work) {
        return StackSession.with(common, console, stores -> work.apply(new WebhookBook(stores.postgres())));
    }

    private static Delivery.State state(String word) {
        try {
            return Delivery.State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "--state is " + Text.quoted(word) + ": give pending, delivered or dead",
                    e);
        }
    }

    private static Map<String, @Nullable Object> view(Webhook one) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("name", one.name());
        view.put("url", one.url());
        view.put("template", one.template().word());
        view.put("types", one.filter().types().stream().sorted().toList());
        view.put("graph", one.filter().graph());
        view.put("owner", one.filter().owner());
        view.put("paused", one.paused());
        view.put("pending", one.pending());
        view.put("dead", one.dead());
        view.put("last_error", one.lastError());
        view.put("created_by", one.createdBy());
        view.put("created_at", one.createdAt());
        return view;
    }

    private static Map<String, @Nullable Object> view(Delivery one) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("event", one.position());
        view.put("type", one.type());
        view.put("run_id", one.subject());
        view.put("state", one.state().name().toLowerCase(Locale.ROOT));
        view.put("attempts", one.attempts());
        view.put("status", one.status());
        view.put("error", one.error());
        view.put("delivered_at", one.deliveredAt());
        return view;
    }
}
