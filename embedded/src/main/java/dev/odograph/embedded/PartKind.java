package dev.odograph.embedded;

import java.io.IOException;

/** What the supervisor needs to know of a part; one instance serves one home. */
interface PartKind {
    String name();

    /** Downloads and first set-up; called once before the first start. */
    void prepare() throws IOException, InterruptedException;

    /** Claims ports and says how to start. */
    Launch launch(Ports ports) throws IOException;

    /** Whether the process serves; may be asked from its first moment. An exception counts as no. */
    boolean isHealthy(Launch launch) throws Exception;

    /** Set-up that needs the running server; after each start. */
    default void onHealthy(Launch launch) throws IOException, InterruptedException {}
}
