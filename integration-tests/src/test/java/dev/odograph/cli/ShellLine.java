package dev.odograph.cli;

import java.util.ArrayList;
import java.util.List;

/** What of a shell script is for the command line: the words after the launcher, however it is named. */
final class ShellLine {
    private ShellLine() {}

    /** The arguments of each call of the launcher in a script, without comments, pipes and redirections. */
    static List<List<String>> calls(String script) {
        List<List<String>> calls = new ArrayList<>();
        for (String line : script.replace("\\\n", " ").split("\n")) {
            List<String> words = words(line);
            for (int at = 0; at < words.size(); at++) {
                if (isLauncher(words, at)) {
                    int end = at + 1;
                    while (end < words.size() && !words.get(end).matches("[|;&<>]+|2>.*")) {
                        end++;
                    }
                    calls.add(List.copyOf(words.subList(at + 1, end)));
                    at = end;
                }
            }
        }
        return calls;
    }

    /** The launcher by one of its paths, where a command begins or, by the usual one, behind a prompt. */
    private static boolean isLauncher(List<String> words, int at) {
        String word = words.get(at);
        boolean begins = at == 0 || words.get(at - 1).matches("[|;&]+");
        return word.equals("./odograph") || (begins && word.matches("(.*/)?odograph"));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (c == '#' && !begun) {
                break;
            } else if (c == ' ' || c == '\t') {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
