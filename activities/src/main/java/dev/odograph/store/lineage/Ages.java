package dev.odograph.store.lineage;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Points in time by PostgreSQL's clock, which is the only one that the ledger goes by. */
final class Ages {
    private Ages() {}

    /** The time that was {@code age} ago. */
    static Field<OffsetDateTime> before(Duration age) {
        return DSL.field("now() - make_interval(secs => {0})", OffsetDateTime.class, DSL.val(age.toMillis() / 1000.0));
    }
}
