package org.mmsim.scenarios.query;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.scenarios.InputException;

/**
 * A word, an operator or a parenthesis of a filter.
 *
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, int column) {

    enum Kind {
        WORD,
        OPERATOR,
        OPEN,
        CLOSE,
        END
    }

    private static final String OPERATORS = "=!<>";

    /** The tokens of a filter, the last of which is the end. */
    static List<Token> of(String filter) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < filter.length()) {
            int begin = at;
            char c = filter.charAt(at++);
            if (Character.isWhitespace(c)) {
                continue;
            }
            Kind kind;
            if (c == '(' || c == ')') {
                kind = c == '(' ? Kind.OPEN : Kind.CLOSE;
            } else if (OPERATORS.indexOf(c) >= 0) {
                kind = Kind.OPERATOR;
                if (at < filter.length() && filter.charAt(at) == '=') {
                    at++;
                }
            } else {
                kind = Kind.WORD;
                while (at < filter.length() && isPartOfWord(filter.charAt(at))) {
                    at++;
                }
            }
            tokens.add(new Token(kind, filter.substring(begin, at), begin + 1));
        }
        tokens.add(new Token(Kind.END, "", filter.length() + 1));
        return tokens;
    }

    private static boolean isPartOfWord(char c) {
        return !Character.isWhitespace(c) && c != '(' && c != ')' && OPERATORS.indexOf(c) < 0;
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** A complaint about this token. */
    InputException error(String what, String hint) {
        return new InputException(what + " (filter, column " + column + ")", hint);
    }
}
