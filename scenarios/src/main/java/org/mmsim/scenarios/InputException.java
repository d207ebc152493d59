package org.mmsim.scenarios;

/**
 * The user's input was wrong. The message is one line, {@code WHAT (WHERE)}; the hint is one more line
 * that says what is allowed, or empty.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    public InputException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public InputException(String message) {
        this(message, "");
    }

    /** What is allowed, in one line, or empty. */
    public String hint() {
        return hint;
    }
}
