package dev.odograph.embedded;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code state.json} says of a stack; serialise it as it is for {@code status --json}.
 *
 * @param home the data directory
 * @param running whether a supervisor runs
 * @param supervisorPid its process id; null where none runs
 * @param parts the servers and extra parts, in the order of their start
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StackStatus(
        String home, boolean running, @Nullable Long supervisorPid, List<PartStatus> parts) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public StackStatus {
        parts = List.copyOf(parts);
    }

    /** Reads the state of a home; parts of a supervisor that is gone are STOPPED. */
    public static StackStatus load(EmbeddedHome home) {
        Optional<StackStatus> written = read(home);
        boolean running = home.isRunning();
        if (running && written.filter(StackStatus::isFromLivingSupervisor).isPresent()) {
            return written.get();
        }
        List<PartStatus> stopped = written.map(StackStatus::parts).orElse(List.of()).stream()
                .map(part -> part.state() == PartState.EXTERNAL || part.state() == PartState.FAILED
                        ? part
                        : new PartStatus(
                                part.name(),
                                PartState.STOPPED,
                                null,
                                null,
                                part.address(),
                                part.ports(),
                                part.restarts(),
                                part.lastExit(),
                                ""))
                .toList();
        return new StackStatus(home.directory().toString(), running, null, stopped);
    }

    /** A supervisor that just started has not written its state yet; what is there is its predecessor's. */
    private boolean isFromLivingSupervisor() {
        return supervisorPid != null && ProcessHandle.of(supervisorPid).isPresent();
    }

    /** The part of that name. */
    public Optional<PartStatus> find(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** Whether at least so many parts are there, and each serves or is the user's own. */
    boolean isServing(int count) {
        return running
                && supervisorPid != null
                && parts.size() >= count
                && parts.stream()
                        .allMatch(part -> part.state() == PartState.RUNNING || part.state() == PartState.EXTERNAL);
    }

    /** What was written last, whether or not its supervisor still runs. */
    static Optional<StackStatus> read(EmbeddedHome home) {
        if (!Files.exists(home.stateFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(home.stateFile().toFile(), StackStatus.class));
        } catch (IOException e) {
            throw new EmbeddedException(
                    "HOME_UNUSABLE",
                    "the file " + home.stateFile() + " cannot be read (" + e.getMessage()
                            + "); delete it: it is written anew",
                    e);
        }
    }

    void write(EmbeddedHome home) throws IOException {
        EmbeddedHome.writeAtomically(
                home.stateFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
}
