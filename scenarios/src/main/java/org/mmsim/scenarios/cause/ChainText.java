package org.mmsim.scenarios.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.scenarios.view.ActorNames;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.scenarios.view.EventText;
import org.mmsim.scenarios.view.Numbers;
import tools.jackson.databind.node.ObjectNode;

/** A chain of causes as lines, earliest first, functions indented. */
public final class ChainText {
    private static final int SHOWN_WHOLE = 60;
    private static final int SHOWN_LAST = 30;

    private final EventText text = new EventText();
    private final List<Link> links;
    private final ChainLayout layout;
    private final int seqWidth;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param whole whether to show every link, however many there are
     */
    public ChainText(CauseChain chain, boolean whole) {
        links = chain.links();
        layout = new ChainLayout(links);
        seqWidth =
                Math.max(3, Long.toString(links.get(links.size() - 1).lastSeq()).length());
        if (!chain.isComplete()) {
            chain.operation().ifPresent(this::operation);
            add("...", "", "", "events in between were not followed (--all follows them)");
        }
        links(whole || links.size() <= SHOWN_WHOLE ? links.size() : SHOWN_LAST);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void operation(EventRow event) {
        add(Long.toString(event.seq()), Numbers.time(event.timeNs()), ActorNames.of(event.actor()), describe(event));
    }

    private void links(int last) {
        Set<Integer> essential = layout.essential(last);
        long passedOver = 0;
        for (int i = 0; i < links.size(); i++) {
            if (!essential.contains(i)) {
                passedOver += links.get(i).events();
                continue;
            }
            if (passedOver > 0) {
                add("...", "", "", passedOver + " events");
                passedOver = 0;
            }
            String indent = "  ".repeat(layout.depth(i));
            if (links.get(i) instanceof Link.Fact fact) {
                EventRow event = fact.event();
                add(
                        Long.toString(event.seq()),
                        Numbers.time(event.timeNs()),
                        ActorNames.of(event.actor()),
                        indent + describe(event));
            } else {
                calls((Link.Calls) links.get(i), indent);
            }
        }
    }

    private void calls(Link.Calls calls, String indent) {
        String times = calls.times() == 1 ? "" : " " + calls.times() + " times";
        add(
                Long.toString(calls.lastSeq()),
                "",
                ActorNames.of(calls.actor()),
                indent + function(calls.function()) + "()" + times + ", " + calls.events() + " events");
    }

    private String describe(EventRow event) {
        String fields = text.fields(event);
        return EventText.name(event.type()) + (fields.isEmpty() ? "" : " " + fields);
    }

    /** Calls as JSON. */
    public static void write(Link.Calls calls, ObjectNode node) {
        node.put("calls", function(calls.function())).put("actor", ActorNames.of(calls.actor()));
        node.put("times", calls.times()).put("events", calls.events());
        node.put("first_seq", calls.firstSeq()).put("last_seq", calls.lastSeq());
    }

    static String function(int number) {
        KernelFunction function = KernelFunction.forNumber(number);
        return function == null ? "function_" + number : function.name();
    }

    private void add(String seq, String time, String actor, String what) {
        lines.add(String.format(Locale.ROOT, "%" + seqWidth + "s  %15s  %-10s  %s", seq, time, actor, what));
    }
}
