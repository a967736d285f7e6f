package dev.odograph.dataset;

/** Foreign text in messages: on one line and not too long, whatever it holds. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        long length = text.codePoints().count();
        return shown.append(length > LONGEST ? "…' (" + length + " characters)" : "'")
                .toString();
    }
}
