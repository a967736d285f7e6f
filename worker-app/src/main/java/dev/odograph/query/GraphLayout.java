package dev.odograph.query;

import dev.odograph.query.GraphDrawing.Box;
import dev.odograph.query.GraphDrawing.Edge;
import dev.odograph.query.GraphDrawing.Line;
import dev.odograph.query.GraphDrawing.Stored;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.store.lineage.StageRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws a graph in layers, after Sugiyama, Tagawa and Toda 1981: each stage right of all that it reads, neighbours ordered so
 * that few edges cross (by the mean place of what they are joined to), edges over several layers led through places of
 * their own.
 */
public final class GraphLayout {
    private static final int LETTER = 8;
    private static final int LEAST = 226;
    private static final int MOST = 290;
    private static final int ROW = 21;
    private static final int METRIC = 20;
    private static final int FOOT = 44;
    /** Between a box's frame and what is in it. */
    static final int PAD = 12;

    private static final int GAP_X = 56;
    private static final int GAP_Y = 22;
    private static final int LANE = 14;
    private static final int MARGIN = 4;
    private static final int SWEEPS = 12;

    private final List<StageRecord> stages;
    private final GraphSpec spec;
    private final List<List<Node>> layers = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<List<Node>> ways = new ArrayList<>();

    /** A stage, or the place in a layer through which an edge passes. */
    private static final class Node {
        final int layer;
        final int stage;
        final int height;
        final List<Node> before = new ArrayList<>();
        final List<Node> after = new ArrayList<>();
        int width;
        double x;
        double y;

        Node(int layer, int stage, int width, int height) {
            this.layer = layer;
            this.stage = stage;
            this.width = width;
            this.height = height;
        }

        double middle() {
            return y + height / 2.0;
        }
    }

    private GraphLayout(GraphSpec spec, List<StageRecord> stages) {
        this.spec = spec;
        this.stages = stages;
    }

    /** Draws a graph that was cut into stages. */
    public static GraphDrawing draw(GraphSpec spec, List<StageRecord> stages) {
        GraphLayout layout = new GraphLayout(spec, stages);
        layout.place();
        layout.order();
        layout.settle();
        return layout.drawing();
    }

    private void place() {
        for (StageRecord stage : stages) {
            int layer = stage.inputs().stream()
                    .mapToInt(input -> nodes.get(input).layer + 1)
                    .max()
                    .orElse(0);
            nodes.add(node(layer, stage.stage(), width(stage), height(stage)));
        }
        for (StageRecord stage : stages) {
            for (int input : stage.inputs()) {
                List<Node> way = new ArrayList<>(List.of(nodes.get(input)));
                for (int layer = nodes.get(input).layer + 1; layer < nodes.get(stage.stage()).layer; layer++) {
                    way.add(node(layer, -1, 0, LANE));
                }
                way.add(nodes.get(stage.stage()));
                for (int i = 1; i < way.size(); i++) {
                    way.get(i - 1).after.add(way.get(i));
                    way.get(i).before.add(way.get(i - 1));
                }
                ways.add(way);
            }
        }
    }

    private Node node(int layer, int stage, int width, int height) {
        while (layers.size() <= layer) {
            layers.add(new ArrayList<>());
        }
        Node node = new Node(layer, stage, width, height);
        layers.get(layer).add(node);
        return node;
    }

    private int width(StageRecord stage) {
        int letters = 0;
        for (String step : stage.steps()) {
            letters = Math.max(letters, step.length() + kind(step).length() + 1);
        }
        for (MetricSpec metric : stage.metrics()) {
            letters = Math.max(
                    letters,
                    metric.name().length() + metric.version().toString().length() + 3);
        }
        return Math.clamp((long) letters * LETTER + 2 * PAD, LEAST, MOST);
    }

    private static int height(StageRecord stage) {
        return PAD + stage.steps().size() * ROW + stage.metrics().size() * METRIC + FOOT;
    }

    private String kind(String step) {
        return spec.step(step).map(StepSpec::kind).orElse("");
    }

    /** Sorts each layer by the mean place of what its nodes are joined to in the layer before, then behind. */
    private void order() {
        stack();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean forward = sweep % 2 == 0;
            for (int i = 0; i < layers.size(); i++) {
                List<Node> layer = layers.get(forward ? i : layers.size() - 1 - i);
                layer.sort(Comparator.comparingDouble(node -> mean(forward ? node.before : node.after, node)));
                stack(layer);
            }
        }
    }

    private static double mean(List<Node> joined, Node node) {
        return joined.stream().mapToDouble(Node::middle).average().orElse(node.middle());
    }

    private void stack() {
        layers.forEach(GraphLayout::stack);
    }

    private static void stack(List<Node> layer) {
        double y = 0;
        for (Node node : layer) {
            node.y = y;
            y += node.height + GAP_Y;
        }
        double middle = (y - GAP_Y) / 2;
        layer.forEach(node -> node.y -= middle);
    }

    /** Moves nodes towards what they are joined to, as far as their neighbours leave room. */
    private void settle() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (List<Node> layer : layers) {
                for (Node node : layer) {
                    List<Node> joined = new ArrayList<>(node.before);
                    joined.addAll(node.after);
                    node.y = mean(joined, node) - node.height / 2.0;
                }
                part(layer);
            }
        }
        double x = MARGIN;
        for (List<Node> layer : layers) {
            int widest = layer.stream().mapToInt(node -> node.width).max().orElse(0);
            for (Node node : layer) {
                node.x = x;
                node.width = widest;
            }
            x += widest + GAP_X;
        }
        double top = layers.stream()
                .flatMap(List::stream)
                .mapToDouble(node -> node.y)
                .min()
                .orElse(0);
        layers.stream().flatMap(List::stream).forEach(node -> node.y += MARGIN - top);
    }

    /** Keeps the order and the gaps of a layer, with as little movement as that takes. */
    private static void part(List<Node> layer) {
        for (int pass = 0; pass < 4; pass++) {
            for (int i = 1; i < layer.size(); i++) {
                Node above = layer.get(i - 1);
                Node below = layer.get(i);
                double missing = above.y + above.height + GAP_Y - below.y;
                if (missing > 0) {
                    above.y -= missing / 2;
                    below.y += missing / 2;
                }
            }
        }
        for (int i = 1; i < layer.size(); i++) {
            Node above = layer.get(i - 1);
            layer.get(i).y = Math.max(layer.get(i).y, above.y + above.height + GAP_Y);
        }
    }

    private GraphDrawing drawing() {
        List<Box> boxes = stages.stream()
                .map(stage -> box(stage, nodes.get(stage.stage())))
                .toList();
        List<Edge> edges = ways.stream().map(this::edge).toList();
        double width =
                boxes.stream().mapToInt(box -> box.x() + box.width()).max().orElse(0) + MARGIN;
        double height = layers.stream()
                        .flatMap(List::stream)
                        .mapToDouble(node -> node.y + node.height)
                        .max()
                        .orElse(0)
                + MARGIN;
        return new GraphDrawing((int) Math.ceil(width), (int) Math.ceil(height), boxes, edges);
    }

    private Box box(StageRecord stage, Node node) {
        List<Line> lines = new ArrayList<>();
        int y = PAD + 12;
        for (String step : stage.steps()) {
            String kind = kind(step);
            lines.add(new Line(step, cut(step, node.width - (kind.length() + 1) * (LETTER - 1)), kind, y));
            y += ROW;
        }
        List<Stored> stored = new ArrayList<>();
        for (MetricSpec metric : stage.metrics()) {
            String version = metric.version().toString();
            stored.add(new Stored(
                    spec.namespace(),
                    metric.name(),
                    cut(metric.name(), node.width - (version.length() + 3) * LETTER),
                    version,
                    y));
            y += METRIC;
        }
        return new Box(
                stage.stage(),
                stage.name(),
                (int) Math.round(node.x),
                (int) Math.round(node.y),
                node.width,
                node.height,
                lines,
                stored);
    }

    private static String cut(String text, int pixels) {
        int letters = Math.max(4, (pixels - 2 * PAD) / LETTER);
        return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
    }

    private Edge edge(List<Node> way) {
        StringBuilder path = new StringBuilder();
        Node from = way.getFirst();
        path.append(point("M", from.x + from.width, from.middle()));
        for (int i = 1; i < way.size(); i++) {
            Node before = way.get(i - 1);
            Node next = way.get(i);
            double x = before.x + before.width;
            double bend = (next.x - x) / 2;
            path.append(point(" C", x + bend, before.middle()))
                    .append(point(" ", next.x - bend, next.middle()))
                    .append(point(" ", next.x, next.middle()));
            if (next.stage < 0) {
                path.append(point(" L", next.x + next.width, next.middle()));
            }
        }
        return new Edge(
                from.stage,
                way.getLast().stage,
                path.toString(),
                stages.get(from.stage).name());
    }

    private static String point(String command, double x, double y) {
        return command + String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
}
