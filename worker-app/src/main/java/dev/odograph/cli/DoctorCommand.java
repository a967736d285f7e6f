package dev.odograph.cli;

import dev.odograph.embedded.Doctor;
import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.host.HostSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Look whether this machine has what Odograph needs; exits with 4 where something is missing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph doctor"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    private final Console console;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EmbeddedHome home = common.home();
        List<Doctor.Check> checks = new ArrayList<>(new Doctor().examine(home.directory()));
        HostSandbox sandbox = HostSandbox.probe();
        checks.add(new Doctor.Check(
                "sandbox",
                sandbox.hides(),
                false,
                sandbox.detail(),
                sandbox.hides() ? "" : "allow user namespaces (unshare -Urnm)"));
        if (common.json()) {
            console.json(checks);
        } else {
            console.table(
                    List.of("CHECK", "", "FOUND", "WHAT TO DO"),
                    checks.stream()
                            .map(check -> List.of(
                                    check.name(),
                                    check.ok() ? "ok" : check.required() ? "MISSING" : "optional",
                                    check.detail(),
                                    check.mend()))
                            .toList());
        }
        return checks.stream().allMatch(check -> check.ok() || !check.required())
                ? ExitCodes.OK
                : ExitCodes.INFRASTRUCTURE;
    }
}
