package dev.odograph.event;

import dev.odograph.batch.RunLab;
import dev.odograph.contract.RunStatus;
import dev.odograph.store.lineage.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs whose events are written and placed by many at once. */
final class Writers {
    private Writers() {}

    /**
     * Runs that start and park so often, at once, while two place what is written.
     *
     * @param place is called again and again, by two threads
     * @return the runs; of some events the place may be still to come
     */
    static List<String> write(RunLab lab, int writers, int rounds, Runnable place) throws Exception {
        RunLedger runs = new RunLedger(lab.postgres());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            ids.add(lab.run("written", 1));
        }
        AtomicInteger writing = new AtomicInteger(writers);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 2)) {
            List<Future<?>> all = new ArrayList<>();
            for (String id : ids) {
                all.add(threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        runs.setStatus(id, RunStatus.RUNNING);
                        runs.park(id, "STEP_FAILED", "round " + round);
                    }
                    writing.decrementAndGet();
                }));
            }
            for (int placer = 0; placer < 2; placer++) {
                all.add(threads.submit(() -> {
                    while (writing.get() > 0) {
                        place.run();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return ids;
    }
}
