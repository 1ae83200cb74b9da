package io.krater.report.draw;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.CreateCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DisposeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetClipCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetFontCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetHintCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetTransformCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.TransformCommand;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was drawn as an SVG document: paths in hundredths of a point, one element for all that is drawn in the same
 * manner one after the other. The drawing library's own writer takes four times as long, for a document three times as
 * large, and formats numbers with one formatter for all threads.
 */
public final class Svg {
    private static final String[] CAPS = {"butt", "round", "square"};
    private static final String[] JOINS = {"miter", "round", "bevel"};

    private final StringBuilder text = new StringBuilder(1 << 14);
    private final Deque<State> states = new ArrayDeque<>();
    private final double[] points = new double[6];

    /** What the shapes written last have in common; their path is not closed yet. */
    private String style = "";

    private boolean clipped;
    private int clips;

    /** How a canvas draws: changed by commands, copied for a canvas that is made of it. */
    private static final class State {
        private Color color = Color.BLACK;
        private BasicStroke stroke = new BasicStroke();
        private AffineTransform transform = new AffineTransform();
        private @Nullable Shape clip;

        State copy() {
            State copy = new State();
            copy.color = color;
            copy.stroke = stroke;
            copy.transform = new AffineTransform(transform);
            copy.clip = clip;
            return copy;
        }
    }

    private Svg() {
        states.push(new State());
    }

    /** The document of what was drawn on the canvas. */
    public static String of(VectorGraphics2D canvas, int width, int height) {
        Svg svg = new Svg();
        svg.text
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\">\n");
        CommandSequence commands = canvas.getCommands();
        commands.forEach(svg::write);
        svg.endPath();
        svg.endClip();
        return svg.text.append("</svg>\n").toString();
    }

    private void write(Command<?> command) {
        State state = states.element();
        if (command instanceof DrawShapeCommand draw) {
            stroke(draw.getValue(), state);
        } else if (command instanceof FillShapeCommand fill) {
            fill(fill.getValue(), state);
        } else if (command instanceof SetColorCommand color) {
            state.color = color.getValue();
        } else if (command instanceof SetStrokeCommand stroke) {
            state.stroke = (BasicStroke) stroke.getValue();
        } else if (command instanceof SetTransformCommand transform) {
            state.transform = new AffineTransform(transform.getValue());
        } else if (command instanceof TransformCommand transform) {
            state.transform.concatenate(transform.getValue());
        } else if (command instanceof SetClipCommand clip) {
            @Nullable Shape shape = clip.getValue();
            state.clip = shape == null ? null : state.transform.createTransformedShape(shape);
            clip(state.clip);
        } else if (command instanceof CreateCommand) {
            states.push(state.copy());
        } else if (command instanceof DisposeCommand) {
            if (states.size() > 1) {
                states.pop();
                clip(states.element().clip);
            }
        } else if (!(command instanceof SetFontCommand || command instanceof SetHintCommand)) {
            // text is drawn as outlines; a figure that needs more must find it here
            throw new IllegalStateException("figures draw shapes only, was " + command);
        }
    }

    private void fill(Shape shape, State state) {
        PathIterator path = shape.getPathIterator(state.transform);
        if (path.isDone()) {
            return;
        }
        // shapes that are filled may overlap: each is an element of its own
        endPath();
        begin("fill=\"" + rgb(state.color) + '"' + opacity("fill", state.color)
                + (path.getWindingRule() == PathIterator.WIND_EVEN_ODD ? " fill-rule=\"evenodd\"" : ""));
        outline(path);
        endPath();
    }

    private void stroke(Shape shape, State state) {
        PathIterator path = shape.getPathIterator(state.transform);
        if (path.isDone()) {
            return;
        }
        String wanted = "fill=\"none\" stroke=\"" + rgb(state.color) + '"' + opacity("stroke", state.color)
                + line(state.stroke, Math.sqrt(Math.abs(state.transform.getDeterminant())));
        // where lines that let the ground through cross, it matters whether they are one path
        if (!wanted.equals(style) || state.color.getAlpha() < 255) {
            endPath();
            begin(wanted);
        }
        outline(path);
    }

    private void begin(String wanted) {
        style = wanted;
        text.append("<path ").append(wanted).append(" d=\"");
    }

    private void endPath() {
        if (!style.isEmpty()) {
            text.append("\"/>\n");
            style = "";
        }
    }

    private void clip(@Nullable Shape clip) {
        endPath();
        endClip();
        if (clip != null) {
            clips++;
            text.append("<clipPath id=\"c").append(clips).append("\"><path d=\"");
            outline(clip.getPathIterator(null));
            text.append("\"/></clipPath>\n<g clip-path=\"url(#c").append(clips).append(")\">\n");
            clipped = true;
        }
    }

    private void endClip() {
        if (clipped) {
            text.append("</g>\n");
            clipped = false;
        }
    }

    private static String rgb(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }

    private static String opacity(String of, Color color) {
        return color.getAlpha() == 255
                ? ""
                : " " + of + "-opacity=\"" + Math.round(color.getAlpha() / 2.55) / 100.0 + '"';
    }

    private static String line(BasicStroke stroke, double scale) {
        StringBuilder line = new StringBuilder(" stroke-width=\"");
        number(line, stroke.getLineWidth() * scale);
        line.append('"');
        if (stroke.getEndCap() != BasicStroke.CAP_BUTT) {
            line.append(" stroke-linecap=\"").append(CAPS[stroke.getEndCap()]).append('"');
        }
        if (stroke.getLineJoin() != BasicStroke.JOIN_MITER) {
            line.append(" stroke-linejoin=\"")
                    .append(JOINS[stroke.getLineJoin()])
                    .append('"');
        }
        float @Nullable [] dashes = stroke.getDashArray();
        if (dashes != null) {
            line.append(" stroke-dasharray=\"");
            for (int i = 0; i < dashes.length; i++) {
                line.append(i == 0 ? "" : " ");
                number(line, dashes[i] * scale);
            }
            line.append("\" stroke-dashoffset=\"");
            number(line, stroke.getDashPhase() * scale);
            line.append('"');
        }
        return line.toString();
    }

    private void outline(PathIterator path) {
        for (; !path.isDone(); path.next()) {
            switch (path.currentSegment(points)) {
                case PathIterator.SEG_MOVETO -> step('M', 2);
                case PathIterator.SEG_LINETO -> step('L', 2);
                case PathIterator.SEG_QUADTO -> step('Q', 4);
                case PathIterator.SEG_CUBICTO -> step('C', 6);
                default -> text.append('Z');
            }
        }
    }

    private void step(char kind, int coordinates) {
        text.append(kind);
        for (int i = 0; i < coordinates; i++) {
            if (i > 0) {
                text.append(' ');
            }
            number(text, points[i]);
        }
    }

    /** A number with at most two decimals. */
    private static void number(StringBuilder text, double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths < 0) {
            text.append('-');
            hundredths = -hundredths;
        }
        text.append(hundredths / 100);
        int rest = (int) (hundredths % 100);
        if (rest > 0) {
            text.append('.').append(rest / 10);
            if (rest % 10 > 0) {
                text.append(rest % 10);
            }
        }
    }
}
