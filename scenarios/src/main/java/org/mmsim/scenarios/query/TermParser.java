package org.mmsim.scenarios.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.FieldKind;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.view.EnumNames;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.storage.EventField;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventType;

/** Reads one term of a filter: a key, an operator and a value. */
final class TermParser {
    private static final List<String> KEYS =
            List.of("type", "actor", "cpu", "process", "thread", "time", "seq", "va", "pfn", "folio", "cause");
    private static final Set<ActorKind> CPUS = EnumSet.of(ActorKind.ACTOR_CPU, ActorKind.ACTOR_TLB);

    private final RunFacts run;

    TermParser(RunFacts run) {
        this.run = run;
    }

    /** What a filter looks like, for hints. */
    static String allowedForms() {
        return "allowed: KEY=VALUE, KEY=FROM..TO, KEY=A,B, also with != < <= > >=, joined by and, or, not, ( )";
    }

    Filter term(Token key, Token operator, Token value) {
        if (operator.text().equals("!")) {
            throw operator.error("\"!\" is not an operator", allowedForms());
        }
        if (operator.text().equals("!=")) {
            return new Combination.Not(
                    equal(key, new Values(key, new Token(operator.kind(), "=", operator.column()), value)));
        }
        return equal(key, new Values(key, operator, value));
    }

    private Filter equal(Token key, Values values) {
        return switch (key.text()) {
            case "type" -> new HeaderFilter.ByType(types(values));
            case "actor" -> actors(values);
            case "cpu" -> cpus(values);
            case "process" -> processes(values.ranges(text -> process(values, text)));
            case "thread" -> FieldFilter.ofKind(FieldKind.THREAD, values.ranges(values::number));
            case "time" -> new HeaderFilter.ByTime(values.ranges(values::time));
            case "seq" -> new HeaderFilter.BySeq(values.ranges(values::number));
            case "cause" -> new HeaderFilter.ByCause(values.ranges(values::number));
            case "va" -> new AddressFilter(values.halfOpenRanges(values::number), run.pageTableFormat());
            case "pfn" -> FieldFilter.ofKind(FieldKind.PFN, values.ranges(values::number));
            case "folio" -> folios(values);
            default -> field(key, values);
        };
    }

    private static boolean[] types(Values values) {
        boolean[] wanted = new boolean[EventSchema.MAX_TYPE + 1];
        for (String name : values.names()) {
            wanted[type(values, name).number()] = true;
        }
        return wanted;
    }

    private static EventType type(Values values, String name) {
        return EventSchema.current().types().stream()
                .filter(type -> type.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> values.error(
                        "no event type " + Text.quote(name),
                        Text.allowed(
                                name,
                                EventSchema.current().types().stream()
                                        .map(EventType::name)
                                        .toList())));
    }

    private Filter actors(Values values) {
        List<Filter> any = new ArrayList<>();
        for (String name : values.names()) {
            any.add(actor(values, name));
        }
        return new Combination.AnyOf(any);
    }

    private Filter actor(Values values, String name) {
        if (name.equals("machine")) {
            return new ActorFilter(EnumSet.of(ActorKind.ACTOR_MACHINE), Ranges.of(0, -1));
        }
        int dash = name.indexOf('-');
        String number = dash < 0 ? "" : name.substring(dash + 1);
        return switch (dash < 0 ? "" : name.substring(0, dash)) {
            case "cpu" -> one(ActorKind.ACTOR_CPU, cpu(values, number));
            case "tlb" -> one(ActorKind.ACTOR_TLB, cpu(values, number));
            case "process" -> one(ActorKind.ACTOR_PROCESS, process(values, number));
            default ->
                throw values.error(
                        "no actor " + Text.quote(name),
                        "allowed: cpu-NUMBER, tlb-NUMBER, process-NUMBER, process-NAME, machine");
        };
    }

    private static Filter one(ActorKind kind, long number) {
        return new ActorFilter(EnumSet.of(kind), Ranges.of(number, number));
    }

    private Filter cpus(Values values) {
        Ranges numbers = values.ranges(values::number);
        for (Ranges.Range range : numbers.ranges()) {
            requireCpu(values, range.first());
        }
        return new Combination.AnyOf(
                List.of(new ActorFilter(CPUS, numbers), FieldFilter.ofKind(FieldKind.CPU, numbers)));
    }

    private long cpu(Values values, String number) {
        long cpu = values.number(number);
        requireCpu(values, cpu);
        return cpu;
    }

    private void requireCpu(Values values, long cpu) {
        int last = run.cpuCount() - 1;
        if (Long.compareUnsigned(cpu, last) > 0) {
            throw values.error("no CPU " + Long.toUnsignedString(cpu), "allowed: 0 to " + last);
        }
    }

    private static Filter processes(Ranges numbers) {
        return new Combination.AnyOf(List.of(
                new ActorFilter(EnumSet.of(ActorKind.ACTOR_PROCESS), numbers),
                FieldFilter.ofKind(FieldKind.PROCESS, numbers)));
    }

    private long process(Values values, String nameOrNumber) {
        if (Values.looksLikeNumber(nameOrNumber)) {
            return values.number(nameOrNumber);
        }
        int index = run.processNames().indexOf(nameOrNumber);
        if (index < 0) {
            throw values.error(
                    "no process " + Text.quote(nameOrNumber),
                    Text.allowed(nameOrNumber, run.processNames()) + ", or a number");
        }
        return index + 1L;
    }

    private Filter folios(Values values) {
        List<Filter> any = new ArrayList<>();
        for (String text : values.names()) {
            long pfn = values.number(text);
            int order = run.folioOrder(pfn);
            if (order < 0) {
                throw values.error("no folio begins at frame " + text, "allowed: the pfn of a FolioAllocated event");
            }
            any.add(FieldFilter.ofKind(FieldKind.PFN, Ranges.of(pfn, pfn + (1L << order) - 1)));
        }
        return new Combination.AnyOf(any);
    }

    /** Any field of an event by its name. Events may have fields of the same name and other meaning. */
    private static Filter field(Token key, Values values) {
        List<InputException> problems = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        Set<String> matching = new TreeSet<>();
        FieldFilter filter = new FieldFilter(field -> {
            names.add(field.name());
            if (!field.name().equals(key.text())) {
                return Optional.empty();
            }
            try {
                Ranges ranges = values.ranges(parser(field, values), field.isSigned());
                matching.add(field.name());
                return Optional.of(ranges);
            } catch (InputException e) {
                problems.add(e);
                return Optional.empty();
            }
        });
        if (!matching.isEmpty()) {
            return filter;
        }
        if (!problems.isEmpty()) {
            throw problems.get(0);
        }
        names.removeAll(KEYS);
        List<String> allowed = new ArrayList<>(KEYS);
        allowed.addAll(names);
        throw key.error("unknown key " + Text.quote(key.text()), Text.allowed(key.text(), allowed));
    }

    private static ToLongFunction<String> parser(EventField field, Values values) {
        if (field.isEnum()) {
            return text -> enumValue(field, values, text);
        }
        return switch (field.kind()) {
            case TIME_NS -> values::time;
            case LENGTH -> values::size;
            case LEVEL -> values::level;
            case PLAIN, CPU, VA, PFN, PROCESS, THREAD, ENTRY, SEQ, PHYS, UNRECOGNIZED ->
                field.isSigned() ? values::signedNumber : values::number;
        };
    }

    private static long enumValue(EventField field, Values values, String text) {
        OptionalLong number = EnumNames.of(field).number(text);
        if (number.isPresent()) {
            return number.getAsLong();
        }
        if (Values.looksLikeNumber(text)) {
            return values.number(text);
        }
        throw values.error(
                "no " + field.name() + " " + Text.quote(text),
                Text.allowed(text, EnumNames.of(field).names()));
    }
}
