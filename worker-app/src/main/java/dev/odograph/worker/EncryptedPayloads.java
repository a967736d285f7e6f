package dev.odograph.worker;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Payloads of workflows under AES-256-GCM, in the form of Temporal's samples: encoding {@code binary/encrypted}, the key's
 * id beside it, and as data a random nonce of 12 bytes with the sealed payload. Payloads that are not encrypted pass, so
 * that histories from before the keys can be read. Thread-safe.
 */
public final class EncryptedPayloads implements PayloadCodec {
    private static final String ENCODING = "encoding";
    private static final String KEY_ID = "encryption-key-id";
    private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final PayloadKeys keys;
    private final SecureRandom random = new SecureRandom();

    EncryptedPayloads(PayloadKeys keys) {
        this.keys = keys;
    }

    /**
     * The codec of an environment; none where it names no keys.
     *
     * @throws OdographException ARGUMENT_INVALID where the keys cannot be read
     */
    public static Optional<PayloadCodec> of(Map<String, String> environment) {
        return PayloadKeys.of(environment).map(EncryptedPayloads::new);
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::seal).toList();
    }

    /**
     * Decrypts what is encrypted.
     *
     * @throws OdographException ARGUMENT_INVALID where the key is none of these, or the payload was changed
     */
    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::open).toList();
    }

    private Payload seal(Payload plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Payload.newBuilder()
                .putMetadata(ENCODING, ENCRYPTED)
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(keys.first()))
                .setData(ByteString.copyFrom(nonce)
                        .concat(run(Cipher.ENCRYPT_MODE, keys.current(), nonce, plain.toByteString())))
                .build();
    }

    private Payload open(Payload payload) {
        if (!ENCRYPTED.equals(payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))) {
            return payload;
        }
        String id = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toString(StandardCharsets.UTF_8);
        SecretKey key = keys.keys().get(id);
        if (key == null) {
            throw unreadable("is under key \"" + id + "\", which ODOGRAPH_PAYLOAD_KEYS does not have", null);
        }
        if (payload.getData().size() < NONCE_BYTES) {
            throw unreadable("is cut off", null);
        }
        byte[] nonce = payload.getData().substring(0, NONCE_BYTES).toByteArray();
        try {
            return Payload.parseFrom(
                    run(Cipher.DECRYPT_MODE, key, nonce, payload.getData().substring(NONCE_BYTES)));
        } catch (InvalidProtocolBufferException e) {
            throw unreadable("holds no payload", e);
        }
    }

    private static ByteString run(int mode, SecretKey key, byte[] nonce, ByteString data) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return ByteString.copyFrom(cipher.doFinal(data.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw unreadable("was changed, or its key is another one of the same id", e);
        }
    }

    private static OdographException unreadable(String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new OdographException(
                ErrorCode.ARGUMENT_INVALID, "A payload of a workflow cannot be decrypted: it " + why, cause);
    }
}
