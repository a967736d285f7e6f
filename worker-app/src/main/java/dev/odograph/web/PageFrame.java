package dev.odograph.web;

import dev.odograph.embedded.EmbeddedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** What is around every page: templates say {@code {inject:frame}}. */
@Named("frame")
@ApplicationScoped
public class PageFrame {
    private final PageStores stores;

    PageFrame(PageStores stores) {
        this.stores = stores;
    }

    /** Address of the Temporal UI; empty where it is not known. */
    public String temporalUi() {
        try {
            return stores.endpoints().temporalUiUrl();
        } catch (EmbeddedException unknown) {
            return "";
        }
    }
}
