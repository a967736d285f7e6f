package dev.odograph.worker;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that payloads of workflows are encrypted with. The first encrypts; all decrypt, so that a new key is put first and
 * an old one goes once no history needs it.
 *
 * @param first id of the key that encrypts
 * @param keys keys by id, of 256 bits each
 */
record PayloadKeys(String first, Map<String, SecretKey> keys) {
    private static final String VARIABLE = "ODOGRAPH_PAYLOAD_KEYS";
    private static final int BYTES = 32;

    PayloadKeys {
        keys = Map.copyOf(keys);
    }

    /** The key that encrypts. */
    SecretKey current() {
        return requireNonNull(keys.get(first), "the first key is among the keys");
    }

    /** Where an environment says that keys are; empty where it names none. */
    static Optional<Path> file(Map<String, String> environment) {
        String file = environment.getOrDefault(VARIABLE, "").strip();
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
    }

    /**
     * The keys of an environment; empty where ODOGRAPH_PAYLOAD_KEYS is not set.
     *
     * @throws OdographException ARGUMENT_INVALID where its file cannot be read or a line of it is no key
     */
    static Optional<PayloadKeys> of(Map<String, String> environment) {
        return file(environment).map(PayloadKeys::read);
    }

    private static PayloadKeys read(Path file) {
        try {
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    VARIABLE + " is \"" + file + "\", which cannot be read (" + e.getMessage()
                            + "): give the path of a file with a line ID KEY for each key",
                    e);
        }
    }

    private static PayloadKeys parse(Path file, List<String> lines) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> words = List.of(line.split("\\s+"));
            if (words.size() != 2 || !words.getFirst().matches("[A-Za-z0-9_.-]{1,50}")) {
                throw wrong(file, number, "is not of the form ID KEY, with an id of letters, digits, '_', '.', '-'");
            }
            if (keys.put(words.getFirst(), key(file, number, words.getLast())) != null) {
                throw wrong(file, number, "names key \"" + words.getFirst() + "\" again");
            }
        }
        if (keys.isEmpty()) {
            throw wrong(file, Math.max(1, lines.size()), "is the end, and no key came before it");
        }
        return new PayloadKeys(keys.keySet().iterator().next(), keys);
    }

    /** What is wrong with a key is said without the key. */
    private static SecretKey key(Path file, int number, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong(file, number, "has a key that is not in Base64");
        }
        if (bytes.length != BYTES) {
            throw wrong(file, number, "has a key of " + bytes.length + " bytes and not " + BYTES);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static OdographException wrong(Path file, int number, String what) {
        return new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                VARIABLE + ": line " + number + " of " + file + " " + what + ". Make a key with: openssl rand -base64 "
                        + BYTES);
    }
}
