package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.IPI_SENT_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_STARTED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.protocol.ActorKind;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.Summaries;

/**
 * The steps that matter for an event: those that led to it, and what other CPUs did meanwhile to the pages, frames and
 * tables that it is about.
 */
public final class Steps {
    private static final long CHUNKS_FOLLOWED = 16;
    /** Calls that returned within so many links before the event are told in full. */
    private static final int UNFOLDED = 24;
    /** A walk or a step under a lock is over long before that many events have passed. */
    private static final long LOOK_BACK_EVENTS = 20_000;

    private static final int CALLS_PER_CPU = 3;
    /** What is told of a CPU's flushes and switches before an entry changed. */
    private static final int TOLD_BEFORE = 3;

    private final JournalReader reader;
    private final MachineProfile profile;
    private final Subject subject;
    private final StepText text;
    private final Map<Long, Integer> cpuOfThread = new TreeMap<>();
    private final Map<Long, EventRow> chosen = new TreeMap<>();
    private final List<EventRow> cause;
    private final EventRow target;
    /** The first event of the chain that is about the subject. */
    private final long firstSeq;
    /** Where the function began in which, or in a call of which, the target happened. */
    private final long functionSeq;

    private Map<Integer, CpuHistory> histories = Map.of();

    private Steps(JournalReader reader, MachineProfile profile, long seq) {
        this.reader = reader;
        this.profile = profile;
        PageTableFormat format = Machine.formatOf(profile);
        subject = new Subject(format);
        text = new StepText(format);
        findThreads();
        CauseChain chain = CauseChain.of(reader, seq, CHUNKS_FOLLOWED, UNFOLDED);
        ChainLayout layout = new ChainLayout(chain.links());
        cause = layout.innermost();
        target = cause.get(cause.size() - 1);
        for (int i = cause.size() - 1; i >= 0 && subject.isEmpty(); i--) {
            subject.add(cause.get(i));
        }
        firstSeq = cause.stream()
                .filter(subject::concerns)
                .mapToLong(EventRow::seq)
                .min()
                .orElse(seq);
        functionSeq = Math.min(firstSeq, layout.functionSeq());
        if (!chain.isComplete()) {
            chain.operation().ifPresent(this::choose);
        }
    }

    /**
     * The steps that matter for an event, in order. The event is the last.
     *
     * @param profile of the machine that the run was on
     */
    public static List<Step> of(JournalReader reader, MachineProfile profile, long seq) {
        Steps steps = new Steps(reader, profile, seq);
        steps.choose();
        return steps.list();
    }

    private void findThreads() {
        reader.scan(1, chunk -> Summaries.mayHoldType(chunk, THREAD_STARTED_FIELD_NUMBER), event -> {
            if (event.type() == THREAD_STARTED_FIELD_NUMBER) {
                cpuOfThread.put(event.field(1), (int) event.field(2));
            }
            return true;
        });
    }

    private void choose(EventRow event) {
        chosen.put(event.seq(), event);
    }

    private void choose() {
        cause.stream()
                .filter(event ->
                        event.seq() == target.seq() || !StepKinds.isHighRead(event) && !StepKinds.isReturn(event))
                .forEach(this::choose);
        histories = histories();
        int own = ownCpu();
        CpuHistory ownHistory = histories.getOrDefault(own, new CpuHistory());
        List<EventRow> ownWork = ownHistory.events().stream()
                .filter(event -> event.seq() >= functionSeq && !StepKinds.isHighRead(event))
                .filter(event -> subject.concerns(event) || StepKinds.isSharedCounter(event))
                .toList();
        ownWork.forEach(this::choose);
        boolean changes = ownWork.stream().anyMatch(StepKinds::isChange);
        histories.forEach((cpu, history) -> chooseCalls(history, cpu != own, changes));
        List<StaleTranslations.Evidence> evidence = StaleTranslations.of(reader, profile, target);
        evidence.forEach(this::chooseEvidence);
        if (!evidence.isEmpty()) {
            // What the cause chain of a thread that was woken does not lead to.
            cause.stream()
                    .filter(event -> event.actorKind() == ActorKind.ACTOR_CPU && event.actorIndex() == own)
                    .reduce((earlier, later) -> later)
                    .flatMap(event -> new RunningOperation(reader).before(event))
                    .ifPresent(this::choose);
        }
    }

    /** Both sides of a stale translation: what led to each fact, and what the CPUs flushed or were told meanwhile. */
    private void chooseEvidence(StaleTranslations.Evidence evidence) {
        Set<Integer> cpus = new TreeSet<>(Set.of(evidence.cpu()));
        for (EventRow fact : evidence.facts()) {
            cpus.add(cpu(fact));
            CauseChain chain = CauseChain.of(reader, fact.seq(), CHUNKS_FOLLOWED, 0);
            new ChainLayout(chain.links())
                    .path().stream()
                            .filter(event -> !StepKinds.isHighRead(event))
                            .forEach(this::choose);
            chain.operation().ifPresent(this::choose);
        }
        for (int cpu : cpus) {
            List<EventRow> told = histories.getOrDefault(cpu, new CpuHistory()).events().stream()
                    .filter(event -> StepKinds.isAboutFlushes(event, evidence.va()))
                    .toList();
            told.stream().filter(event -> event.seq() >= evidence.changedSeq()).forEach(this::choose);
            // How the CPU stood with the address space when the entry changed.
            List<EventRow> before = told.stream()
                    .filter(event -> event.seq() < evidence.changedSeq())
                    .toList();
            before.subList(Math.max(0, before.size() - TOLD_BEFORE), before.size())
                    .forEach(this::choose);
        }
    }

    /** The CPU of the target, or of its cause where it is the machine that found something. */
    private int ownCpu() {
        for (int i = cause.size() - 1; i >= 0; i--) {
            int cpu = cpu(cause.get(i));
            if (cpu >= 0) {
                return cpu;
            }
        }
        return -1;
    }

    private Map<Integer, CpuHistory> histories() {
        Map<Integer, CpuHistory> found = new TreeMap<>();
        long from = Math.max(1, functionSeq - LOOK_BACK_EVENTS);
        reader.scan(from, chunk -> chunk.getFirstSeq() <= target.seq(), view -> {
            EventRow event = EventRow.of(view);
            int cpu = cpu(event);
            if (cpu >= 0 && event.seq() <= target.seq()) {
                found.computeIfAbsent(cpu, c -> new CpuHistory()).add(event);
            }
            return event.seq() < target.seq();
        });
        return found;
    }

    /** The calls that got in the way: those of other CPUs on the subject, and any that put off an interrupt. */
    private void chooseCalls(CpuHistory history, boolean others, boolean ownChanges) {
        List<CpuHistory.Call> calls = new ArrayList<>();
        for (int i = 0; i < history.events().size(); i++) {
            EventRow event = history.events().get(i);
            boolean delays = StepKinds.isDelayedInterrupt(event) && chosen.containsKey(event.seq());
            boolean touches = others
                    && subject.concerns(event)
                    && !StepKinds.isHighRead(event)
                    && (ownChanges || StepKinds.isChange(event));
            if (delays || touches) {
                CpuHistory.Call call = history.callAround(i);
                if (!call.isOver(firstSeq) && !calls.contains(call)) {
                    calls.add(call);
                }
            }
        }
        for (CpuHistory.Call call : calls.subList(Math.max(0, calls.size() - CALLS_PER_CPU), calls.size())) {
            new RunningOperation(reader).before(call.events().get(0)).ifPresent(this::choose);
            call.events().stream()
                    .filter(event -> StepKinds.isContext(event) || subject.concerns(event))
                    .filter(event -> !StepKinds.isHighRead(event))
                    .forEach(this::choose);
        }
    }

    private int cpu(EventRow event) {
        return switch (event.actorKind()) {
            case ACTOR_CPU, ACTOR_TLB -> event.actorIndex();
            case ACTOR_PROCESS -> {
                boolean namesThread = event.type() == OPERATION_STARTED_FIELD_NUMBER
                        || event.type() == OPERATION_FINISHED_FIELD_NUMBER;
                yield namesThread ? cpuOfThread.getOrDefault(event.field(0), -1) : -1;
            }
            case ACTOR_MACHINE, UNRECOGNIZED -> -1;
        };
    }

    private List<Step> list() {
        return chosen.values().stream()
                .map(event -> new Step(event, cpu(event), text.of(event) + others(event)))
                .toList();
    }

    /** How many more interrupts went out together with this one. */
    private String others(EventRow event) {
        CpuHistory history = histories.get(cpu(event));
        if (event.type() != IPI_SENT_FIELD_NUMBER || history == null) {
            return "";
        }
        long others = history.events().stream()
                .filter(other -> other.type() == event.type() && other.cause() == event.cause())
                .filter(other -> !chosen.containsKey(other.seq()))
                .count();
        return others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others");
    }
}
