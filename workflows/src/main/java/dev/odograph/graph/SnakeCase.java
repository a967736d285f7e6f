package dev.odograph.graph;

/** How names of Java become names of tables and columns. */
final class SnakeCase {
    private SnakeCase() {}

    /**
     * A camelCase or PascalCase name in snake_case. An upper-case letter starts a word where it follows a lower-case
     * letter or a digit, or precedes a lower-case letter; digits stay with the word before them: {@code headwayP05S} is
     * {@code headway_p05_s}, {@code HTTPServer} is {@code http_server}.
     */
    static String of(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (Character.isUpperCase(letter) && i > 0 && startsWord(name, i)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(letter));
        }
        return snake.toString();
    }

    private static boolean startsWord(String name, int i) {
        char before = name.charAt(i - 1);
        if (Character.isLowerCase(before) || Character.isDigit(before)) {
            return true;
        }
        return Character.isUpperCase(before) && i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
    }
}
