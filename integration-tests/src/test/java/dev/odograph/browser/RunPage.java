package dev.odograph.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** A run's page in the Temporal UI, and the dialogs that open on it. */
public final class RunPage {
    private final Page page;
    private final Pictures pictures;

    /** Opens the page of one execution of a run. */
    public RunPage(Page page, String url, String namespace, String runId, String temporalRunId) {
        this.page = page;
        this.pictures = new Pictures(page);
        page.navigate(url + "/namespaces/" + namespace + "/workflows/" + runId + "/" + temporalRunId + "/history");
        assertThat(page.getByText(runId).first()).isVisible();
    }

    /** Keeps what the page shows. */
    public RunPage picture(String name) {
        pictures.take(name);
        return this;
    }

    /** Waits until the page shows a text. */
    public RunPage shows(String text) {
        assertThat(page.getByText(text).first()).isVisible();
        return this;
    }

    /** Opens one of the page's tabs. */
    public RunPage tab(String name) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name)).click();
        return this;
    }

    /** Button Reset: resets to the first finished workflow task. */
    public void reset(String reason, String picture) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Reset").setExact(true))
                .click();
        Locator dialog = visible(page.locator("#reset-confirmation-modal"));
        choose(dialog, "workflow-reset-event-id-select", "WorkflowTaskCompleted");
        dialog.locator("#reset-reason").fill(reason);
        pictures.take(picture);
        confirm(dialog, "Confirm");
    }

    /** More Actions, Start Workflow Like This One, sent unchanged. */
    public void startLikeThisOne(String menuPicture, String formPicture) {
        moreActions();
        pictures.take(menuPicture);
        visible(page.getByTestId("start-workflow-button")).click();
        assertThat(page.getByTestId("start-workflow").first()).isVisible();
        assertThat(page.locator("#workflowType")).hasValue("MetricGraphRun");
        Locator start = button("Start Workflow");
        // The form fetches the old input; sent before that, it would start a run without any.
        assertThat(page.locator("form, main").getByText("\"graph\"").first()).isVisible();
        pictures.take(formPicture);
        start.click();
    }

    /** More Actions, Terminate. */
    public void terminate(String reason, String picture) {
        moreActions();
        visible(page.getByTestId("terminate-button")).click();
        Locator dialog = visible(page.locator("#terminate-confirmation-modal"));
        dialog.locator("#workflow-termination-reason").fill(reason);
        pictures.take(picture);
        confirm(dialog, "Terminate");
    }

    /** More Actions, Send an Update. */
    public void update(String name, String input, String picture) {
        moreActions();
        visible(page.getByTestId("update-button")).click();
        Locator dialog = visible(page.locator("#update-confirmation-modal"));
        choose(dialog, "update-select", name);
        if (!input.isEmpty()) {
            dialog.locator(".cm-content").click();
            page.keyboard().type(input);
            // Left, the field sets its text anew and grows; a click on Submit meanwhile would miss the button.
            page.evaluate("document.activeElement.blur()");
        }
        pictures.take(picture);
        confirm(dialog, "Submit");
    }

    private void moreActions() {
        button("More Actions").click();
    }

    /** Chooses the first option that says so. */
    private static void choose(Locator dialog, String select, String text) {
        dialog.getByTestId(select + "-button").click();
        visible(dialog.getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(text)))
                .first()
                .click();
    }

    private Locator button(String name) {
        return visible(page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true)));
    }

    /** The page lays its head out twice, for wide and narrow windows, and hides one. */
    private static Locator visible(Locator locator) {
        return locator.filter(new Locator.FilterOptions().setVisible(true));
    }

    private static void confirm(Locator dialog, String name) {
        dialog.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
        assertThat(dialog).isHidden();
    }
}
