package dev.odograph.cli;

import dev.odograph.access.AccessRole;
import dev.odograph.access.ApiToken;
import dev.odograph.access.TokenBook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tokens",
        description = {
            "Make and revoke tokens, by which programs and people ask the REST API.",
            "Roles: reader looks; author also starts, retries and cancels runs of purpose adhoc and ci; operator also",
            "all other runs, waivers, publications and webhooks; admin also tokens and the audit log."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: odograph tokens add ci --role author --days 30",
            "          odograph tokens add grafana --role reader",
            "          odograph tokens revoke 3fa85f64a1c2"
        })
final class TokensCommand {
    private final Console console;

    TokensCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "add",
            description = "Make a token. Prints it; it is not shown again.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph tokens add ci --role author --team safety --days 30"})
    int add(
            @Mixin Common common,
            @Parameters(index = "0", paramLabel = "NAME", description = "Whom or what it is for.") String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "reader, author, operator or admin.")
                    String role,
            @Option(
                            names = "--team",
                            paramLabel = "TEAM",
                            description = "Only graphs of this team, in what changes something (default: all).")
                    @Nullable
                    String team,
            @Option(
                            names = "--days",
                            defaultValue = "90",
                            description = "How long it is good, up to 366 (default: 90).")
                    int days) {
        AccessRole parsed = AccessRole.parse(role);
        return StackSession.with(common, console, stores -> {
            TokenBook.Made made =
                    new TokenBook(stores.postgres()).add(name, parsed, team, Duration.ofDays(days), Audit.user());
            Audit.did(stores, null, "tokens add", made.token().id(), null);
            if (common.json()) {
                Map<String, @Nullable Object> view = view(made.token());
                view.put("token", made.text());
                console.json(view);
            } else {
                console.print(made.text());
                console.say("Token " + made.token().id() + " for " + name + ", role " + parsed.word()
                        + (team == null ? "" : " of team " + team) + ", good for " + days
                        + " days. Keep it: it is not shown again.");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "list",
            description = "List tokens, the newest first.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph tokens list"})
    int list(@Mixin Common common) {
        return StackSession.with(common, console, stores -> {
            List<ApiToken> tokens = new TokenBook(stores.postgres()).list();
            if (common.json()) {
                console.json(tokens.stream().map(TokensCommand::view).toList());
            } else if (tokens.isEmpty()) {
                console.print("No token. Make one: ./odograph tokens add NAME --role reader");
            } else {
                console.table(
                        List.of("ID", "NAME", "ROLE", "TEAM", "STATE", "EXPIRES", "BY"),
                        tokens.stream()
                                .map(token -> List.of(
                                        token.id(),
                                        token.name(),
                                        token.role().word(),
                                        token.team() == null ? "" : token.team(),
                                        token.state(Instant.now()),
                                        token.expiresAt().toString().substring(0, 10),
                                        token.createdBy()))
                                .toList(),
                        "BY");
            }
            return ExitCodes.OK;
        });
    }

    @Command(
            name = "revoke",
            description = "Revoke a token: whoever holds it is refused within five seconds.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: odograph tokens revoke 3fa85f64a1c2"})
    int revoke(
            @Mixin Common common,
            @Parameters(paramLabel = "ID", description = "Its id, as tokens list shows it.") String id) {
        return StackSession.with(common, console, stores -> {
            ApiToken token = new TokenBook(stores.postgres()).revoke(id, Audit.user());
            Audit.did(stores, null, "tokens revoke", id, null);
            if (common.json()) {
                console.json(view(token));
            } else {
                console.print("Token " + id + " of " + token.name() + " is revoked.");
            }
            return ExitCodes.OK;
        });
    }

    private static Map<String, @Nullable Object> view(ApiToken token) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("token_id", token.id());
        view.put("name", token.name());
        view.put("role", token.role().word());
        view.put("team", token.team());
        view.put("state", token.state(Instant.now()));
        view.put("created_by", token.createdBy());
        view.put("created_at", token.createdAt().toString());
        view.put("expires_at", token.expiresAt().toString());
        return view;
    }
}
