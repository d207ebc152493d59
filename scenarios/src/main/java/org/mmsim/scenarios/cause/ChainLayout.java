package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_RETURNED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.scenarios.view.EventRow;

/** How the links of a chain lie in each other: which kernel functions were under way at each of them. */
final class ChainLayout {
    private final List<Link> links;
    private final List<Integer> depths = new ArrayList<>();
    /** Indices of the functions that have not returned at the end of the chain. */
    private final Set<Integer> open = new TreeSet<>();
    /** Indices of what lies inside calls that had returned. */
    private final Set<Integer> returned = new TreeSet<>();

    ChainLayout(List<Link> links) {
        this.links = links;
        Map<Integer, List<Integer>> stacks = new TreeMap<>();
        for (int i = 0; i < links.size(); i++) {
            List<Integer> stack = stacks.computeIfAbsent(actor(links.get(i)), actor -> new ArrayList<>());
            if (isFact(i, FUNCTION_RETURNED_FIELD_NUMBER) && !stack.isEmpty()) {
                for (int inside = stack.remove(stack.size() - 1); inside <= i; inside++) {
                    returned.add(inside);
                }
            }
            depths.add(stack.size());
            if (isFact(i, FUNCTION_ENTERED_FIELD_NUMBER)) {
                stack.add(i);
            }
        }
        stacks.values().forEach(open::addAll);
    }

    private static int actor(Link link) {
        return link instanceof Link.Calls calls
                ? calls.actor()
                : ((Link.Fact) link).event().actor();
    }

    private boolean isFact(int index, int type) {
        return links.get(index) instanceof Link.Fact fact && fact.event().type() == type;
    }

    /** Number of functions around a link on its CPU. */
    int depth(int index) {
        return depths.get(index);
    }

    /** Whether the link is the beginning of a function that is still under way at the end. */
    boolean isOpen(int index) {
        return open.contains(index);
    }

    /** The links that tell the most: the first, the functions still under way, and the last ones. */
    Set<Integer> essential(int last) {
        Set<Integer> essential = new TreeSet<>(open);
        essential.add(0);
        for (int i = Math.max(0, links.size() - last); i < links.size(); i++) {
            essential.add(i);
        }
        return essential;
    }

    /**
     * What a table of steps needs: the path of functions to the event, all that happened in the innermost, and in the one
     * around it all but the calls that had returned.
     */
    List<EventRow> innermost() {
        List<Integer> frames = new ArrayList<>(open);
        int inner = frames.isEmpty() ? 0 : frames.get(frames.size() - 1);
        int outer = frames.size() < 2 ? 0 : frames.get(frames.size() - 2);
        List<EventRow> facts = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            boolean tells = i == 0 || open.contains(i) || i >= inner || i >= outer && !returned.contains(i);
            if (tells && links.get(i) instanceof Link.Fact fact) {
                facts.add(fact.event());
            }
        }
        return facts;
    }

    /** The first link, the functions still under way, and the event. */
    List<EventRow> path() {
        List<EventRow> facts = new ArrayList<>();
        for (int i : essential(1)) {
            if (links.get(i) instanceof Link.Fact fact) {
                facts.add(fact.event());
            }
        }
        return facts;
    }

    /** Where the last but one function that is still under way began, or the last if there is only one; else the event. */
    long functionSeq() {
        List<Integer> frames = new ArrayList<>(open);
        int index = frames.isEmpty() ? links.size() - 1 : frames.get(Math.max(0, frames.size() - 2));
        return links.get(index).lastSeq();
    }
}
