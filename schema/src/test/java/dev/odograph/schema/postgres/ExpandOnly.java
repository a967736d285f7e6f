package dev.odograph.schema.postgres;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a migration must not do while a worker of the release before still runs. A statement that contracts is allowed
 * once no such worker is left: a comment {@code -- contract: why} directly above it says so.
 */
final class ExpandOnly {
    private static final Pattern CONTRACT = compile("--\\s*contract:\\s*\\S", CASE_INSENSITIVE);
    private static final Map<String, Pattern> FORBIDDEN = new LinkedHashMap<>();

    static {
        forbid("drops what an older worker reads", "\\bDROP\\s+(TABLE|COLUMN|SEQUENCE|VIEW|SCHEMA|FUNCTION)\\b");
        forbid("drops an index that an older worker's ON CONFLICT may name", "\\bDROP\\s+INDEX\\b");
        forbid("renames what an older worker names", "\\bRENAME\\b");
        forbid("changes a type", "\\bALTER\\s+(COLUMN\\s+)?\\w+\\s+(SET\\s+DATA\\s+)?TYPE\\b");
        forbid("demands what an older worker does not write", "\\bSET\\s+NOT\\s+NULL\\b");
        forbid("takes a default away that an older worker relies on", "\\bDROP\\s+DEFAULT\\b");
        forbid("takes rows away", "\\b(TRUNCATE|DELETE\\s+FROM)\\b");
    }

    private static final Pattern COLUMN = compile(
            "\\bADD\\s+(COLUMN\\s+)?(IF\\s+NOT\\s+EXISTS\\s+)?(?!CONSTRAINT|CHECK"
                    + "|UNIQUE|PRIMARY|FOREIGN|COLUMN|IF)\\w+\\s[^,;(]*(\\([^)]*\\)[^,;(]*)*",
            CASE_INSENSITIVE);

    private ExpandOnly() {}

    /** The statements of a script that break the rule, each with why. */
    static List<String> problems(String script) {
        List<String> problems = new ArrayList<>();
        for (String statement : script.split(";")) {
            if (CONTRACT.matcher(statement).find()) {
                continue;
            }
            String sql = statement
                    .replaceAll("--[^\\n]*", " ")
                    .replaceAll("'[^']*'", "''")
                    .replaceAll("\\s+", " ");
            FORBIDDEN.forEach((why, pattern) -> {
                if (pattern.matcher(sql).find()) {
                    problems.add(sql.strip() + ": " + why);
                }
            });
            if (compile("^\\s*ALTER\\s+TABLE", CASE_INSENSITIVE).matcher(sql).find()) {
                COLUMN.matcher(sql)
                        .results()
                        .map(found -> found.group().toUpperCase(Locale.ROOT))
                        .filter(column -> column.contains("NOT NULL")
                                && !column.contains("DEFAULT")
                                && !column.contains("GENERATED"))
                        .forEach(column -> problems.add(sql.strip() + ": a column that an older worker does not fill"));
            }
        }
        return problems;
    }

    private static void forbid(String why, String pattern) {
        FORBIDDEN.put(why, compile(pattern, CASE_INSENSITIVE));
    }
}
