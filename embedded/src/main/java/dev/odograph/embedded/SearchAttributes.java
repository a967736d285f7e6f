package dev.odograph.embedded;

import java.util.List;

/** The search attributes that the embedded Temporal server knows, all of type Keyword; it allows ten. */
public final class SearchAttributes {
    /** Name of the graph that a run executes. */
    public static final String GRAPH = "OdographGraph";
    /** Version of that graph, {@code major.minor}. */
    public static final String VERSION = "OdographVersion";
    /** Dataset and version that the run reads. */
    public static final String DATASET = "OdographDataset";
    /** {@code adhoc}, {@code ci}, {@code backfill} or {@code production}. */
    public static final String PURPOSE = "OdographPurpose";
    /** The run's status, such as {@code PARKED}, which Temporal's own does not know. */
    public static final String STATUS = "OdographStatus";
    /** The step that failed first; absent while none has. */
    public static final String FAILED_STEP = "OdographFailedStep";
    /** The team that answers for the graph. */
    public static final String OWNER = "OdographOwner";

    static final List<String> ALL = List.of(GRAPH, VERSION, DATASET, PURPOSE, STATUS, FAILED_STEP, OWNER);

    private SearchAttributes() {}
}
