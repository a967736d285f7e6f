package dev.odograph.query;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static org.jooq.impl.DSL.length;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.Postgres;
import java.util.List;

/** Ids of runs that someone may have meant. */
public final class RunNames {
    private static final int MOST = 10_000;

    private RunNames() {}

    /** RUN_NOT_FOUND for an id that is no run's, with those that may be meant. */
    public static OdographException unknown(Postgres postgres, String runId) {
        // Only of like length, so that a day's thousands of runs hide none: what is asked for may be old.
        int least = runId.length() - Math.max(1, runId.length() / 3);
        List<String> known = postgres.query(
                "listing runs",
                db -> db.select(RUN.RUN_ID)
                        .from(RUN)
                        .where(length(RUN.RUN_ID).between(least, 2 * runId.length() - least))
                        .or(RUN.RUN_ID.startsWith(runId))
                        .orderBy(RUN.CREATED_AT.desc())
                        .limit(MOST)
                        .fetch(RUN.RUN_ID));
        List<String> near = Nearest.of(runId, known);
        return new OdographException(
                ErrorCode.RUN_NOT_FOUND,
                "Run \"" + runId + "\" is not there"
                        + (near.isEmpty() ? ". " : "; did you mean " + String.join(" or ", near) + "? ")
                        + "./odograph runs list shows those that are");
    }
}
