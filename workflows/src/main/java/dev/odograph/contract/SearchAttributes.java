package dev.odograph.contract;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** Search attributes of {@code MetricGraphRun}, all keywords. A server must know them before a run starts. */
public final class SearchAttributes {
    /** Name of the graph. */
    public static final SearchAttributeKey<String> GRAPH = SearchAttributeKey.forKeyword("OdographGraph");
    /** Version of the graph. */
    public static final SearchAttributeKey<String> VERSION = SearchAttributeKey.forKeyword("OdographVersion");
    /** Dataset with its version. */
    public static final SearchAttributeKey<String> DATASET = SearchAttributeKey.forKeyword("OdographDataset");
    /** Purpose of the run. */
    public static final SearchAttributeKey<String> PURPOSE = SearchAttributeKey.forKeyword("OdographPurpose");
    /** Status of the run, a word of {@link RunStatus}. */
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("OdographStatus");
    /** The stage that failed first; unset while none did. */
    public static final SearchAttributeKey<String> FAILED_STEP = SearchAttributeKey.forKeyword("OdographFailedStep");
    /** Team that answers for the graph. */
    public static final SearchAttributeKey<String> OWNER = SearchAttributeKey.forKeyword("OdographOwner");

    /** All of them. */
    public static final List<SearchAttributeKey<String>> ALL =
            List.of(GRAPH, VERSION, DATASET, PURPOSE, STATUS, FAILED_STEP, OWNER);

    private SearchAttributes() {}
}
