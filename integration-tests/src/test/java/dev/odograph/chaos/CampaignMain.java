package dev.odograph.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** The command {@code integration-tests/campaign}. */
final class CampaignMain {
    private static final String USAGE = """
            integration-tests/campaign [--seed S] [--faults 200] [--points N] [--per-round 6] [--report docs/chaos.md]
              --seed       decides which faults strike, in which order and when; 1 unless given
              --faults     faults that must hit work in flight
              --points     how often each point of the commit protocol must be hit; a tenth of the faults unless given
              --per-round  faults for one run of the graph
              --report     file for the report; it is written only where all rounds passed""";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private CampaignMain() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length
                    || !arguments[i].matches("--(seed|faults|points|per-round|report)")
                    || (!arguments[i].equals("--report") && !arguments[i + 1].matches("[0-9]{1,9}"))) {
                System.err.println(USAGE);
                System.exit(2);
            }
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        int faults = Integer.parseInt(options.getOrDefault("faults", "200"));
        Campaign.Settings settings = new Campaign.Settings(
                Long.parseLong(options.getOrDefault("seed", "1")),
                faults,
                Integer.parseInt(options.getOrDefault("points", Integer.toString(faults / 10))),
                Integer.parseInt(options.getOrDefault("per-round", "6")));
        Path report = Path.of(options.getOrDefault("report", "docs/chaos.md"));
        try {
            new Campaign(settings, CampaignMain::say).run().write(report);
            say("passed; the report is in " + report);
            System.exit(0);
        } catch (AssertionError e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void say(String line) {
        System.out.println(LocalTime.now().format(TIME) + " " + line);
    }
}
