package dev.odograph.dataset.simulator;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The samples of a platoon, car after car in order of time, with noise and drop-outs of the sensors. */
final class PlatoonRows extends RowStream {
    private final Scenario scenario;
    private final int cars;
    private final long steps;
    private int position;
    private long step;
    private Platoon platoon;
    private Road road;
    private Sensors sensors;
    private LanePosition lane;

    PlatoonRows(BufferAllocator allocator, Scenario scenario, int cars, long steps) {
        super(
                allocator,
                List.of(
                        int64("t_ms"),
                        int32("position"),
                        float64("speed_mps"),
                        float64("east_m"),
                        float64("north_m"),
                        float64("alt_m"),
                        nullableFloat64("gap_m"),
                        nullableFloat64("lane_offset_m")));
        this.scenario = scenario;
        this.cars = cars;
        this.steps = steps;
        this.position = 1;
        this.platoon = new Platoon(scenario, 1);
        this.road = new Road(scenario, 0);
        this.sensors = new Sensors(scenario, 1);
        this.lane = new LanePosition(scenario, 1);
    }

    @Override
    int fill(VectorSchemaRoot root) {
        var times = longs(root, 0);
        var positions = ints(root, 1);
        var speeds = doubles(root, 2);
        var easts = doubles(root, 3);
        var norths = doubles(root, 4);
        var alts = doubles(root, 5);
        var gaps = doubles(root, 6);
        var offsets = doubles(root, 7);
        int row = 0;
        while (row < BATCH_ROWS) {
            if (step == steps && !nextCar()) {
                return row;
            }
            road.drive(platoon.lastTravelM());
            sensors.step();
            lane.step(platoon.lastSpeedMps());
            if (!sensors.silent()) {
                times.set(row, step * 100);
                positions.set(row, position);
                speeds.set(row, sensors.speedMps(platoon.lastSpeedMps()));
                easts.set(row, sensors.eastM(road.eastM()));
                norths.set(row, sensors.northM(road.northM()));
                alts.set(row, rounded(road.altM(), 100));
                if (position == 1 || sensors.gapBlind()) {
                    gaps.setNull(row);
                } else {
                    gaps.set(row, sensors.gapM(platoon.lastGapM()));
                }
                if (lane.seen()) {
                    offsets.set(row, lane.measuredM());
                } else {
                    offsets.setNull(row);
                }
                row++;
            }
            platoon.step();
            step++;
        }
        return row;
    }

    private boolean nextCar() {
        if (position == cars) {
            return false;
        }
        position++;
        step = 0;
        platoon = new Platoon(scenario, position);
        road = new Road(scenario, platoon.lastTravelM());
        sensors = new Sensors(scenario, position);
        lane = new LanePosition(scenario, position);
        return true;
    }

    /** Names of the cars' types by position, 1 first. */
    static List<String> vehicles(Scenario scenario, int cars) {
        return java.util.stream.IntStream.rangeClosed(1, cars)
                .mapToObj(at -> new Driver(scenario, at).type.name())
                .toList();
    }
}
