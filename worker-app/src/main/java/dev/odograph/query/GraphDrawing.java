package dev.odograph.query;

import java.util.List;

/**
 * A graph as it is drawn, from left to right, in units of pixels.
 *
 * @param boxes one for each stage, in the stages' order
 * @param edges from stage to stage
 */
public record GraphDrawing(int width, int height, List<Box> boxes, List<Edge> edges) {
    public GraphDrawing {
        boxes = List.copyOf(boxes);
        edges = List.copyOf(edges);
    }

    /**
     * A stage.
     *
     * @param stage its index
     * @param lines its steps in order
     * @param metrics what is stored of its output
     */
    public record Box(
            int stage, String name, int x, int y, int width, int height, List<Line> lines, List<Stored> metrics) {
        public Box {
            lines = List.copyOf(lines);
            metrics = List.copyOf(metrics);
        }

        /** Where what stands at its right ends. */
        public int right() {
            return width - GraphLayout.PAD;
        }

        /** The width of its inner part. */
        public int inner() {
            return width - 2 * GraphLayout.PAD;
        }

        /** Where its bar is. */
        public int barY() {
            return height - 33;
        }

        /** The base of its counts. */
        public int textY() {
            return height - 11;
        }
    }

    /**
     * A step in its box.
     *
     * @param name its name
     * @param shown the name, cut where it is too long for the box
     * @param kind its kind
     * @param y the line's base in the box
     */
    public record Line(String name, String shown, String kind, int y) {}

    /**
     * A metric in the box of the stage that it stores.
     *
     * @param shown the name, cut where it is too long for the box
     */
    public record Stored(String namespace, String name, String shown, String version, int y) {}

    /**
     * A line from one box to another.
     *
     * @param path its way, as SVG writes it
     * @param table name of the table that goes along it
     */
    public record Edge(int from, int to, String path, String table) {}
}
