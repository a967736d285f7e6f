package dev.odograph.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @Test
    void pagesShowEachThingOnceInOrder() {
        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<String> page = Page.of(NAMES, name -> name, cursor, 2);
            seen.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).isEqualTo(NAMES);
    }

    @Test
    void aCursorNamesAPlaceSoThatWhatCameBeforeItDoesNotShiftThePage() {
        String cursor = Page.of(NAMES, name -> name, null, 2).next();

        List<String> more = new ArrayList<>(NAMES);
        more.addFirst("Z");

        assertThat(Page.of(more, name -> name, cursor, 2).items()).containsExactly("c", "d");
    }

    @Test
    void theLastPageHasNoCursor() {
        assertThat(Page.of(NAMES, name -> name, null, 5).next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "YQ==", "YQpi", "%00"})
    void aCursorOfNoPageIsRefusedWithTheMend(String cursor) {
        assertThatThrownBy(() -> Page.of(NAMES, name -> name, cursor, 2))
                .isInstanceOf(OdographException.class)
                .hasMessage("cursor is \"" + cursor + "\", which is none of this list: hand back \"next\" of the page"
                        + " before, or leave it out for the first page");
    }
}
