package org.mmsim.architecture.samples.scenarios;

/** Text that depends on where the user lives. */
@SuppressWarnings("all")
final class Locales {

    private Locales() {}

    static final class Formatted {
        String text(int value) {
            return "%d".formatted(value);
        }
    }

    static final class Format {
        String text(int value) {
            return String.format("%d", value);
        }
    }

    static final class Printf {
        void text(java.io.PrintStream out, int value) {
            out.printf("%d", value);
        }
    }

    static final class LowerCase {
        String text(String name) {
            return name.toLowerCase();
        }
    }

    static final class UpperCase {
        String text(String name) {
            return name.toUpperCase();
        }
    }
}
