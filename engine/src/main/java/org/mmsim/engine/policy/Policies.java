package org.mmsim.engine.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mmsim.engine.cpu.Batching;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.CpumaskPolicy;
import org.mmsim.engine.cpu.FaultLock;
import org.mmsim.engine.cpu.HugeZeroWp;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.cpu.LruPolicy;
import org.mmsim.engine.cpu.MremapRange;
import org.mmsim.engine.cpu.PolicySet;
import org.mmsim.engine.cpu.TlbFlushPolicy;
import org.mmsim.engine.cpu.VmaMerge;
import org.mmsim.engine.cpu.WpReuse;
import org.mmsim.engine.policy.PolicyFamily.Choice;

/** What there is to argue about, and the sides by their names. */
public final class Policies {
    private static final String LOCKLESS_WALK = "lockless_walk";
    private static final String CPUMASK = "mm_cpumask";
    private static final String TLB_FLUSH = "tlb_flush";
    private static final String CSD_ACK = "csd_ack";
    private static final String WP_REUSE = "wp_reuse";
    private static final String HUGE_ZERO_WP = "huge_zero_wp";
    private static final String HUGE_ZERO_ENTRY = "huge_zero_entry";
    private static final String ZERO_PAGE_WRITE = "zero_page_write";
    private static final String EXPAND = "expand";
    private static final String PT_RECLAIM = "pt_reclaim";
    private static final String DONTNEED = "dontneed";
    private static final String FORK = "fork";
    private static final String ZAP = "zap";
    private static final String CHANGE = "change";
    private static final String FAULT_LOCK = "fault_lock";
    private static final String LRU = "lru";
    private static final String PLANTED = "planted_bug";
    private static final String VMA_MERGE = "vma_merge";
    private static final String MREMAP = "mremap";
    private static final String SPECIAL = "special";
    private static final String EARLY = "early";
    private static final String ZAP_DRAIN = "zap_drain";
    private static final String DRAIN = "drain";

    private Policies() {}

    /** Every design of the lockless-walk argument: one line each. */
    private enum LocklessWalk {
        ALWAYS(
                "always",
                "an IPI to every CPU of mm_cpumask for each huge entry cleared (4.14 to 5.6)",
                false,
                AlwaysSerialize::new),
        SHARED_COUNTER(
                "shared-counter",
                "one atomic counter of running walks per mm; no IPI while it reads zero (v1 to v5)",
                false,
                () -> new CountedWalks(false, true, true)),
        PERCPU_COUNTER(
                "percpu-counter",
                "a counter of running walks per CPU; no IPI while all read zero (v6)",
                false,
                () -> new CountedWalks(true, true, true)),
        NONE_NEEDED(
                "none-needed",
                "walkers use the value they read once; the cleared entry is flushed at once (5.7 on)",
                false,
                ValueBasedWalks::new),
        NO_WALKER_BARRIER(
                "shared-counter-no-walker-barrier",
                "shared-counter without the barrier after the increment",
                true,
                () -> new CountedWalks(false, false, true)),
        NO_UNMAP_BARRIER(
                "shared-counter-no-unmap-barrier",
                "shared-counter without the barrier after the clear",
                true,
                () -> new CountedWalks(false, true, false)),
        NEVER("never", "pointer-returning walkers and no serialisation at all (before 4.2)", true, NeverSerialize::new);

        final Choice choice;
        final Supplier<LocklessWalkPolicy> make;

        LocklessWalk(String name, String description, boolean testOnly, Supplier<LocklessWalkPolicy> make) {
            choice = new Choice(name, description, testOnly);
            this.make = make;
        }
    }

    /** What there is to choose from. */
    public static List<PolicyFamily> families() {
        return List.of(
                new PolicyFamily(
                        LOCKLESS_WALK,
                        "how lockless page-table walks and cleared huge entries are kept apart",
                        Stream.of(LocklessWalk.values()).map(w -> w.choice).toList()),
                new PolicyFamily(
                        CPUMASK,
                        "when a CPU leaves mm_cpumask",
                        Stream.of(CpumaskPolicy.values())
                                .map(c -> new Choice(c.label(), c.description(), false))
                                .toList()),
                new PolicyFamily(
                        TLB_FLUSH,
                        "how a flush reaches the TLBs of other CPUs",
                        Stream.of(TlbFlushPolicy.values())
                                .map(f -> new Choice(f.label(), f.description(), false))
                                .toList()),
                new PolicyFamily(
                        CSD_ACK,
                        "when a CPU that is called to flush lets the caller go on",
                        List.of(
                                new Choice("late", "when it has flushed (all kernels so far)", false),
                                new Choice(
                                        EARLY,
                                        "before it flushes, where no page table is freed (Amit and others, EuroSys 2020)",
                                        false))),
                new PolicyFamily(
                        WP_REUSE,
                        "when a write reuses a page of a large folio",
                        Stream.of(WpReuse.values())
                                .map(w -> new Choice(w.label(), w.description(), false))
                                .toList()),
                new PolicyFamily(
                        HUGE_ZERO_WP,
                        "what a write to the huge zero page does",
                        Stream.of(HugeZeroWp.values())
                                .map(h -> new Choice(h.label(), h.description(), false))
                                .toList()),
                new PolicyFamily(
                        HUGE_ZERO_ENTRY,
                        "how the huge zero page is mapped",
                        List.of(
                                new Choice("plain", "like any huge page (up to 6.16)", false),
                                new Choice(SPECIAL, "as a special entry (6.17 on)", false))),
                new PolicyFamily(
                        ZERO_PAGE_WRITE,
                        "what the first write after a read of untouched memory maps",
                        List.of(
                                new Choice("single", "one page (all kernels so far)", false),
                                new Choice(
                                        EXPAND,
                                        "the largest folio that fits and replaces zero pages and holes only (proposed)",
                                        false))),
                new PolicyFamily(
                        PT_RECLAIM,
                        "when empty page tables go back",
                        List.of(
                                new Choice("unmap", "when their addresses are unmapped", false),
                                new Choice(DONTNEED, "when MADV_DONTNEED empties them too (x86-64, 6.14 on)", false))),
                batching(FORK, "how fork copies the entries of large folios", "6.9"),
                batching(ZAP, "how unmapping takes the entries of large folios", "6.9"),
                new PolicyFamily(
                        ZAP_DRAIN,
                        "whether unmapping empties the CPU's batches of folios for the LRU lists",
                        List.of(
                                new Choice(DRAIN, "before it begins, and before pages go back (6.12)", false),
                                new Choice("keep", "not at all (6.18)", false))),
                batching(CHANGE, "how mprotect and mremap take the entries of large folios", "6.17"),
                new PolicyFamily(
                        FAULT_LOCK,
                        "what a page fault takes to keep the VMA from changing",
                        Stream.of(FaultLock.values())
                                .map(f -> new Choice(f.label(), f.description(), false))
                                .toList()),
                new PolicyFamily(
                        LRU,
                        "which lists reclaim keeps",
                        Stream.of(LruPolicy.values())
                                .map(l -> new Choice(l.label(), l.description(), false))
                                .toList()),
                new PolicyFamily(
                        VMA_MERGE,
                        "which neighbouring VMAs become one",
                        Stream.of(VmaMerge.values())
                                .map(v -> new Choice(v.label(), v.description(), false))
                                .toList()),
                new PolicyFamily(
                        MREMAP,
                        "what one call of mremap may move",
                        Stream.of(MremapRange.values())
                                .map(m -> new Choice(m.label(), m.description(), false))
                                .toList()),
                new PolicyFamily(
                        PLANTED,
                        "a mistake in the kernel, for tests of the checks",
                        Stream.of(Bug.values())
                                .map(b -> new Choice(b.label(), b.description(), b != Bug.NONE))
                                .toList()));
    }

    private static PolicyFamily batching(String key, String description, String since) {
        String before = Batching.PER_PTE.description() + " (before " + since + ")";
        String after = Batching.BATCHED.description() + " (" + since + " on)";
        return new PolicyFamily(
                key,
                description,
                List.of(
                        new Choice(Batching.PER_PTE.label(), before, false),
                        new Choice(Batching.BATCHED.label(), after, false)));
    }

    /** The choices of a scenario that says nothing: what a kernel of the thread's time does. */
    public static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        defaults.put(LOCKLESS_WALK, LocklessWalk.ALWAYS.choice.name());
        defaults.put(CPUMASK, CpumaskPolicy.NEVER_CLEARED.label());
        defaults.put(TLB_FLUSH, TlbFlushPolicy.KERNEL.label());
        defaults.put(CSD_ACK, "late");
        defaults.put(WP_REUSE, WpReuse.EXCLUSIVE_ONLY.label());
        defaults.put(HUGE_ZERO_WP, HugeZeroWp.SPLIT.label());
        defaults.put(HUGE_ZERO_ENTRY, "plain");
        defaults.put(ZERO_PAGE_WRITE, "single");
        defaults.put(PT_RECLAIM, "unmap");
        defaults.put(FORK, Batching.BATCHED.label());
        defaults.put(ZAP, Batching.BATCHED.label());
        defaults.put(ZAP_DRAIN, DRAIN);
        defaults.put(CHANGE, Batching.PER_PTE.label());
        defaults.put(FAULT_LOCK, FaultLock.MMAP.label());
        defaults.put(LRU, LruPolicy.MULTI_GEN.label());
        defaults.put(PLANTED, Bug.NONE.label());
        defaults.put(VMA_MERGE, VmaMerge.INTO_FAULTED.label());
        defaults.put(MREMAP, MremapRange.ONE_VMA.label());
        return defaults;
    }

    /**
     * The policies of the given names.
     *
     * @param choices family key → name; keys that are missing take the default
     * @throws IllegalArgumentException if a name is not offered
     */
    public static PolicySet of(Map<String, String> choices) {
        Map<String, String> all = new TreeMap<>(defaults());
        all.putAll(choices);
        return new PolicySet(
                choice(LOCKLESS_WALK, all, LocklessWalk.values(), w -> w.choice.name())
                        .make
                        .get(),
                choice(CPUMASK, all, CpumaskPolicy.values(), CpumaskPolicy::label),
                choice(TLB_FLUSH, all, TlbFlushPolicy.values(), TlbFlushPolicy::label),
                EARLY.equals(all.get(CSD_ACK)),
                choice(WP_REUSE, all, WpReuse.values(), WpReuse::label),
                choice(HUGE_ZERO_WP, all, HugeZeroWp.values(), HugeZeroWp::label),
                SPECIAL.equals(all.get(HUGE_ZERO_ENTRY)),
                EXPAND.equals(all.get(ZERO_PAGE_WRITE)),
                DONTNEED.equals(all.get(PT_RECLAIM)),
                choice(FORK, all, Batching.values(), Batching::label),
                choice(ZAP, all, Batching.values(), Batching::label),
                DRAIN.equals(all.get(ZAP_DRAIN)),
                choice(CHANGE, all, Batching.values(), Batching::label),
                choice(FAULT_LOCK, all, FaultLock.values(), FaultLock::label),
                choice(LRU, all, LruPolicy.values(), LruPolicy::label),
                choice(VMA_MERGE, all, VmaMerge.values(), VmaMerge::label),
                choice(MREMAP, all, MremapRange.values(), MremapRange::label),
                choice(PLANTED, all, Bug.values(), Bug::label));
    }

    private static <T> T choice(String key, Map<String, String> choices, T[] offered, Function<T, String> name) {
        return Stream.of(offered)
                .filter(o -> name.apply(o).equals(choices.get(key)))
                .findFirst()
                .orElseThrow(() -> unknown(key, choices));
    }

    private static IllegalArgumentException unknown(String key, Map<String, String> choices) {
        return new IllegalArgumentException("no policy " + choices.get(key) + " for " + key);
    }
}
