package dev.odograph.access;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name name of its token; {@code anonymous} without one
 * @param role what it may do
 * @param team only graphs of this team, in what changes something; null for all
 */
public record Caller(String name, AccessRole role, @Nullable String team) {
    /** Whoever asks on the machine itself, where no token is needed. */
    public static final Caller LOCAL = new Caller("anonymous", AccessRole.ADMIN, null);

    /**
     * Refuses what needs another role.
     *
     * @param what what was asked for, as {@code publish run r}
     * @throws OdographException ACCESS_DENIED
     */
    public void require(AccessRole needed, String what) {
        if (!role.covers(needed)) {
            throw new OdographException(
                    ErrorCode.ACCESS_DENIED,
                    "\"" + name + "\" has role " + role.word() + " and may not " + what + ", which needs role "
                            + needed.word() + ": ask an admin for a token of that role");
        }
    }

    /**
     * Refuses what is another team's.
     *
     * @param owner the team that answers for it; null where none is named
     * @param what what was asked for
     * @throws OdographException ACCESS_DENIED
     */
    public void requireTeam(@Nullable String owner, String what) {
        if (team != null && !team.equals(owner)) {
            throw new OdographException(
                    ErrorCode.ACCESS_DENIED,
                    "\"" + name + "\" is of team " + team + " and may not " + what + ", which is "
                            + (owner == null ? "nobody's" : "of team " + owner)
                            + ": ask that team, or an admin for a token of all teams");
        }
    }
}
