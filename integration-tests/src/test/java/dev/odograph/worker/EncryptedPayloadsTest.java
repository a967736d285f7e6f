package dev.odograph.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncryptedPayloadsTest {
    private static final String KEY = key(1);
    private static final Payload PLAIN = Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8("{\"graph\":\"car_following\"}"))
            .build();

    @TempDir
    private Path directory;

    @Test
    void whatIsEncryptedIsReadAgainAndNeverTheSameTwice() throws IOException {
        PayloadCodec codec = codec("k1 " + KEY);

        Payload once = codec.encode(List.of(PLAIN)).getFirst();
        Payload twice = codec.encode(List.of(PLAIN)).getFirst();

        assertThat(once.toByteString().toString(java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("car_following", "json/plain");
        assertThat(once.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
        assertThat(once.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("k1");
        assertThat(once).isNotEqualTo(twice);
        assertThat(codec.decode(List.of(once, twice))).containsExactly(PLAIN, PLAIN);
    }

    @Test
    void anOlderKeyStillReadsAndANewerOneWrites() throws IOException {
        Payload old = codec("k1 " + KEY).encode(List.of(PLAIN)).getFirst();
        PayloadCodec rotated = codec("# the newest first\nk2 " + key(2) + "\n\nk1 " + KEY + "\n");

        Payload fresh = rotated.encode(List.of(PLAIN)).getFirst();

        assertThat(fresh.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("k2");
        assertThat(rotated.decode(List.of(old, fresh))).containsExactly(PLAIN, PLAIN);
    }

    @Test
    void whatWasNotEncryptedPasses() throws IOException {
        assertThat(codec("k1 " + KEY).decode(List.of(PLAIN))).containsExactly(PLAIN);
        assertThat(EncryptedPayloads.of(Map.of())).isEmpty();
    }

    @Test
    void whatWasChangedOrIsUnderAnotherKeyIsRefused() throws IOException {
        PayloadCodec codec = codec("k1 " + KEY);
        Payload sealed = codec.encode(List.of(PLAIN)).getFirst();
        byte[] bytes = sealed.getData().toByteArray();
        bytes[bytes.length - 1] ^= 1;

        assertThatThrownBy(() -> codec.decode(List.of(
                        sealed.toBuilder().setData(ByteString.copyFrom(bytes)).build())))
                .hasMessageContaining("it was changed, or its key is another one of the same id");
        assertThatThrownBy(() -> codec.decode(List.of(sealed.toBuilder()
                        .setData(ByteString.copyFrom(new byte[3]))
                        .build())))
                .hasMessageContaining("it is cut off");
        assertThatThrownBy(() -> codec("k2 " + KEY).decode(List.of(sealed)))
                .hasMessageContaining("under key \"k1\", which ODOGRAPH_PAYLOAD_KEYS does not have");
        assertThatThrownBy(() -> codec("k1 " + key(2)).decode(List.of(sealed))).isInstanceOf(OdographException.class);
    }

    @ParameterizedTest
    @MethodSource
    void aFileThatHoldsNoKeysIsRefusedByLine(String text, String said) throws IOException {
        assertThatThrownBy(() -> codec(text))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
                .hasMessageContaining("ODOGRAPH_PAYLOAD_KEYS: line ")
                .hasMessageContaining("keys.txt " + said)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining(KEY);
    }

    static Stream<Arguments> aFileThatHoldsNoKeysIsRefusedByLine() {
        return Stream.of(
                arguments("", "is the end, and no key came before it"),
                arguments("# nothing", "is the end, and no key came before it"),
                arguments(KEY, "is not of the form ID KEY"),
                arguments("k 1 " + KEY, "is not of the form ID KEY"),
                arguments("k1 not-base-64!", "has a key that is not in Base64"),
                arguments("k1 AAAA", "has a key of 3 bytes and not 32"),
                arguments("k1 " + KEY + "\nk1 " + KEY, "names key \"k1\" again"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> EncryptedPayloads.of(Map.of("ODOGRAPH_PAYLOAD_KEYS", "/nowhere/keys")))
                .hasMessageContaining("ODOGRAPH_PAYLOAD_KEYS is \"/nowhere/keys\", which cannot be read");
    }

    private PayloadCodec codec(String keys) throws IOException {
        Path file = Files.writeString(directory.resolve("keys.txt"), keys);
        return EncryptedPayloads.of(Map.of("ODOGRAPH_PAYLOAD_KEYS", file.toString()))
                .orElseThrow();
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
