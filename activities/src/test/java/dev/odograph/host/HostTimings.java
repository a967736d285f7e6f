package dev.odograph.host;

import dev.odograph.host.bundle.Bundle;
import dev.odograph.step.Progress;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Prints what a step host costs: a cold start with its first task, and the round trip of an empty task when warm. */
public final class HostTimings {
    private static final int COLD = 5;
    private static final int WARM = 2_000;

    private HostTimings() {}

    public static void main(String[] arguments) throws Exception {
        HostLab lab = new HostLab(Files.createTempDirectory("host-timings"), 1, HostLimits.DEFAULT);
        Bundle bundle = lab.bundle(Map.of("Empty", ""));
        double[] cold = new double[COLD];
        double[] warm = new double[WARM];
        for (int i = 0; i < COLD; i++) {
            try (StepHosts hosts = lab.hosts()) {
                cold[i] = run(lab, hosts, bundle);
                for (int j = 0; i == 0 && j < WARM; j++) {
                    warm[j] = run(lab, hosts, bundle);
                }
            }
        }
        print("cold start with first task", cold);
        print("warm round trip of an empty task", Arrays.copyOfRange(warm, WARM / 2, WARM));
    }

    private static double run(HostLab lab, StepHosts hosts, Bundle bundle) {
        long start = System.nanoTime();
        hosts.run(lab.work(bundle, "Empty", Map.of(), "s1"), Progress.NONE);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f ms, least %.2f ms, most %.2f ms%n",
                what,
                millis[millis.length / 2],
                millis[0],
                millis[millis.length - 1]);
    }
}
