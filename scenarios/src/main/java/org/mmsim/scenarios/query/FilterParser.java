package org.mmsim.scenarios.query;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;

/**
 * Reads filters such as {@code type=IpiSent cpu=3 time=10ms..11ms}: terms that are all to hold, with {@code or}, {@code not}
 * and parentheses.
 */
public final class FilterParser {
    private static final int DEPTH_MAX = 64;

    private final List<Token> tokens;
    private final TermParser terms;
    private int next;
    private int depth;

    private FilterParser(String text, RunFacts run) {
        tokens = Token.of(text);
        terms = new TermParser(run);
    }

    /**
     * The filter that a text describes; an empty one wants everything.
     *
     * @throws InputException if it is not a filter, with the column at which it stops being one
     */
    public static Filter parse(String text, RunFacts run) {
        FilterParser parser = new FilterParser(text, run);
        if (parser.peek().kind() == Token.Kind.END) {
            return new Combination.AllOf(List.of());
        }
        Filter filter = parser.anyOf();
        Token rest = parser.peek();
        if (rest.kind() != Token.Kind.END) {
            throw rest.error(Text.quote(rest.text()) + " is not expected", TermParser.allowedForms());
        }
        return filter;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private Filter anyOf() {
        List<Filter> parts = new ArrayList<>();
        parts.add(allOf());
        while (peek().is("or")) {
            take();
            parts.add(allOf());
        }
        return parts.size() == 1 ? parts.get(0) : new Combination.AnyOf(parts);
    }

    private Filter allOf() {
        List<Filter> parts = new ArrayList<>();
        do {
            if (peek().is("and") && !parts.isEmpty()) {
                take();
            }
            parts.add(single());
        } while (peek().kind() == Token.Kind.OPEN || peek().kind() == Token.Kind.WORD && !peek().is("or"));
        return parts.size() == 1 ? parts.get(0) : new Combination.AllOf(parts);
    }

    private Filter single() {
        Token token = take();
        if (++depth > DEPTH_MAX) {
            throw token.error("more than " + DEPTH_MAX + " levels", "");
        }
        Filter filter = single(token);
        depth--;
        return filter;
    }

    private Filter single(Token token) {
        if (token.is("not") && peek().kind() != Token.Kind.OPERATOR) {
            return new Combination.Not(single());
        }
        if (token.kind() == Token.Kind.OPEN) {
            Filter filter = anyOf();
            Token close = take();
            if (close.kind() != Token.Kind.CLOSE) {
                throw close.error("\")\" is missing for the \"(\" in column " + token.column(), "");
            }
            return filter;
        }
        if (token.kind() != Token.Kind.WORD) {
            String what =
                    token.kind() == Token.Kind.END ? "a term is missing" : Text.quote(token.text()) + " is not a term";
            throw token.error(what, TermParser.allowedForms());
        }
        return term(token);
    }

    private Filter term(Token key) {
        Token operator = take();
        if (operator.kind() != Token.Kind.OPERATOR) {
            throw operator.error("no operator behind " + Text.quote(key.text()), TermParser.allowedForms());
        }
        Token value = take();
        if (value.kind() != Token.Kind.WORD) {
            throw value.error("no value behind " + Text.quote(key.text() + operator.text()), TermParser.allowedForms());
        }
        return terms.term(key, operator, value);
    }
}
