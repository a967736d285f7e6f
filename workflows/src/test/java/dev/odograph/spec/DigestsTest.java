package dev.odograph.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestsTest {
    @Test
    void aPartIsHashedAfterItsLength() {
        // printf '\0\0\0\0\0\0\0\1a' | sha256sum
        assertThat(Digests.sha256Hex("a"))
                .isEqualTo("3b196fd4907bedf51c3090e9835f2f7cb61e7ee1b2299ea3b8fed9b4183a822a");
    }

    @Test
    void whereOnePartEndsChangesTheDigest() {
        assertThat(Digests.sha256Hex("ab", "c"))
                .isNotEqualTo(Digests.sha256Hex("a", "bc"))
                .isNotEqualTo(Digests.sha256Hex("abc"))
                .isNotEqualTo(Digests.sha256Hex("ab", "c", ""));
    }

    @Test
    void noPartsHaveTheDigestOfNothing() {
        assertThat(Digests.sha256Hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
