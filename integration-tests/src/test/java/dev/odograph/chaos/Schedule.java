package dev.odograph.chaos;

import dev.odograph.batch.CommitPoint;
import dev.odograph.chaos.Fault.AtPoint;
import dev.odograph.chaos.Fault.AtPointOn;
import dev.odograph.chaos.Fault.InRequest;
import dev.odograph.chaos.Fault.InStep;
import dev.odograph.chaos.Fault.Kind;
import dev.odograph.chaos.Fault.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Faults in an order that the seed alone decides. They come in hands: each hand holds every kind once, in a shuffled
 * order; a fault at a commit point takes one of those that had the fewest, so that points are hit equally often.
 */
final class Schedule {
    private final Random random;
    private final List<Kind> kinds;
    private final Map<CommitPoint, Integer> points = new EnumMap<>(CommitPoint.class);
    private final Map<Kind, Integer> dealt = new EnumMap<>(Kind.class);
    private final List<Fault> hand = new ArrayList<>();

    /** A schedule of all kinds but those that cannot be provoked on this machine. */
    Schedule(long seed, Set<Kind> impossible) {
        this.random = new Random(seed);
        this.kinds = Arrays.stream(Kind.values())
                .filter(kind -> !impossible.contains(kind))
                .toList();
        for (CommitPoint point : CommitPoint.values()) {
            points.put(point, 0);
        }
    }

    Fault next() {
        if (hand.isEmpty()) {
            List<Kind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            shuffled.forEach(kind -> hand.add(new Fault(kind, trigger(kind))));
        }
        return hand.removeFirst();
    }

    /** Kinds that strike in more than one state take them in turn. */
    private Trigger trigger(Kind kind) {
        int turn = dealt.merge(kind, 1, Integer::sum) - 1;
        Store store = Store.values()[turn % Store.values().length];
        return switch (kind) {
            case KILL_WORKER -> turn % 6 == 5 ? new InStep() : new AtPoint(point());
            case KILL_STEP_HOST -> new InStep();
            case KILL_CLICKHOUSE -> turn % 3 == 2 ? new InRequest(Store.CLICKHOUSE) : new AtPoint(point());
            case KILL_POSTGRESQL -> turn % 3 == 2 ? new InRequest(Store.POSTGRESQL) : new AtPoint(point());
            case KILL_TEMPORAL -> turn % 3 == 2 ? new InStep() : new AtPoint(point());
            case LOSE_ANSWER -> new InRequest(store);
            case BREAK_REQUEST -> new InRequest(Store.CLICKHOUSE);
            case RESET_CONNECTIONS, STALL -> new AtPointOn(point(), store);
            case ZOMBIE, FILL_DISK, SKEW_CLOCK -> new AtPoint(point());
        };
    }

    private CommitPoint point() {
        int fewest = Collections.min(points.values());
        List<CommitPoint> candidates = points.keySet().stream()
                .filter(point -> points.get(point) == fewest)
                .toList();
        CommitPoint chosen = candidates.get(random.nextInt(candidates.size()));
        points.merge(chosen, 1, Integer::sum);
        return chosen;
    }
}
