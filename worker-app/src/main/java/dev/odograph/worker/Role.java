package dev.odograph.worker;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a process of the application does; by default all of it. */
public enum Role {
    /** Polls Temporal, runs workflows and activities, keeps the stores in order. */
    WORKER,
    /** Answers with pages and their JSON. */
    WEB,
    /** Answers programs below {@code /api}. */
    API;

    /** The roles in ODOGRAPH_ROLES, such as {@code web} or {@code worker,web}. */
    public static Set<Role> of(Map<String, String> environment) {
        String text = environment.getOrDefault("ODOGRAPH_ROLES", "");
        if (text.isBlank()) {
            return EnumSet.allOf(Role.class);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : text.split(",", -1)) {
            switch (word.strip().toLowerCase(Locale.ROOT)) {
                case "worker" -> roles.add(WORKER);
                case "web" -> roles.add(WEB);
                case "api" -> roles.add(API);
                default ->
                    throw new IllegalArgumentException("ODOGRAPH_ROLES is \"" + text + "\": \"" + word.strip()
                            + "\" is no role; give worker, web, api, or several with commas between");
            }
        }
        return roles;
    }
}
