package org.mmsim.scenarios.yaml;

/**
 * Where a node was written.
 *
 * @param source file name, or the whole place where it has no lines, such as a command-line option
 * @param line from 1, or 0 if the source has no lines
 * @param column from 1, or 0 if the source has no lines
 * @param origin where the value stands if it is not written here, such as a parameter's place; else empty
 */
public record Position(String source, int line, int column, String origin) {

    public Position(String source, int line, int column) {
        this(source, line, column, "");
    }

    /** A place without lines. */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    /** This place, for a value that comes from elsewhere. */
    public Position withOrigin(String where) {
        return new Position(source, line, column, where);
    }

    @Override
    public String toString() {
        String place = line == 0 ? source : source + ":" + line + ":" + column;
        return origin.isEmpty() ? place : place + ", " + origin;
    }
}
