package org.mmsim.engine.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.MmFlag;
import org.mmsim.protocol.RssMember;

/** An address space (mm_struct). Changed only by the facts of {@code Machine.apply}. */
public final class Mm {
    private final int id;
    private final PageTable pageTable;
    private final NavigableMap<Long, Vma> vmas = new TreeMap<>();
    /** VMAs that the writer of mmap_lock has begun to change, by start. */
    private final NavigableMap<Long, Long> writeStarted = new TreeMap<>();
    /** Roots of the families that began with a fork. */
    private final Map<Integer, Integer> anonVmaRoots = new TreeMap<>();

    private final long[] cpumask;
    private final int[] walkCounters;
    private int walkCounter;
    /** By {@code RssMember}. */
    private final long[] rss = new long[RssMember.values().length - 1];

    private long flags;
    private int tlbFlushPending;
    private long tlbGen = 1;
    private int globalAsid;
    private long tlbBatchesPending;
    private long tlbBatchesFlushed;
    private long writeProtectSeq;
    private long lockedPages;
    private long minorFaults;
    private long majorFaults;

    public Mm(int id, PageTableFormat format, int cpus) {
        this.id = id;
        pageTable = new PageTable(format);
        cpumask = new long[cpus + 63 >>> 6];
        walkCounters = new int[cpus];
    }

    public int id() {
        return id;
    }

    public PageTable pageTable() {
        return pageTable;
    }

    /** The mapped ranges by start address. */
    public NavigableMap<Long, Vma> vmas() {
        return vmas;
    }

    /** The range that holds an address, or null. */
    public @Nullable Vma find(long va) {
        Map.Entry<Long, Vma> entry = vmas.floorEntry(va);
        return entry == null || va >= entry.getValue().end() ? null : entry.getValue();
    }

    /** find_vma_intersection: the first range that shares an address with [from, to), or null. */
    public @Nullable Vma findIntersection(long from, long to) {
        Vma vma = find(from);
        if (vma == null) {
            Map.Entry<Long, Vma> next = vmas.ceilingEntry(from);
            vma = next == null ? null : next.getValue();
        }
        return vma == null || vma.start() >= to ? null : vma;
    }

    /** Ranges that share an address with [from, to), in order. */
    public List<Vma> overlapping(long from, long to) {
        List<Vma> found = new ArrayList<>();
        if (from >= to) {
            return found;
        }
        Long first = vmas.floorKey(from);
        for (Vma vma : vmas.tailMap(first == null ? from : first, true).values()) {
            if (vma.start() >= to) {
                break;
            }
            if (vma.end() > from) {
                found.add(vma);
            }
        }
        return found;
    }

    public void map(Vma vma) {
        vmas.put(vma.start(), vma);
    }

    /** Removes [from, to) from every range, cutting those that reach beyond it. */
    public void unmap(long from, long to) {
        for (Vma vma : overlapping(from, to)) {
            vmas.remove(vma.start());
            keepOutside(vma, from, to);
        }
    }

    private void keepOutside(Vma vma, long from, long to) {
        if (vma.start() < from) {
            map(vma.cut(vma.start(), from, pageShift()));
        }
        if (vma.end() > to) {
            map(vma.cut(to, vma.end(), pageShift()));
        }
    }

    /** Gives the mapped addresses of [from, to) other flags, splitting ranges that reach beyond. */
    public void changeFlags(long from, long to, long flags) {
        for (Vma vma : overlapping(from, to)) {
            vmas.remove(vma.start());
            keepOutside(vma, from, to);
            map(vma.cut(from, to, pageShift()).withFlags(flags));
        }
    }

    /** Says by what the pages of the range that begins at {@code start} are known. */
    public void back(long start, long pgoff, int anonVma, int file) {
        Vma vma = Objects.requireNonNull(vmas.get(start), "no VMA begins there");
        map(new Vma(start, vma.end(), vma.flags(), pgoff, anonVma, file));
    }

    /** Makes the range that begins at {@code start} part of the one before it. */
    public void merge(long start) {
        Vma vma = Objects.requireNonNull(vmas.remove(start), "no VMA begins there");
        Vma before = Objects.requireNonNull(find(start - 1), "no VMA lies before");
        int anonVma = before.anonVma() == 0 ? vma.anonVma() : before.anonVma();
        map(new Vma(before.start(), vma.end(), before.flags(), before.pgoff(), anonVma, before.file()));
    }

    /** The number of the root of a family, which is its own where it did not begin with a fork (anon_vma->root). */
    public int anonVmaRoot(int family) {
        return anonVmaRoots.getOrDefault(family, family);
    }

    /** A family of this address space began with the fork that made it. */
    public void rootAnonVma(int family, int root) {
        anonVmaRoots.put(family, root);
    }

    private int pageShift() {
        return pageTable.format().shift(0);
    }

    /** vma_start_write: faults do without the lock of this VMA until mmap_lock is released by its writer. */
    public void startWrite(long from, long to) {
        writeStarted.put(from, to);
    }

    /** vma_end_write_all. */
    public void endWriteAll() {
        writeStarted.clear();
    }

    /** Whether the writer of mmap_lock has begun to change the VMA at an address. */
    public boolean writeStarted(long va) {
        Map.Entry<Long, Long> range = writeStarted.floorEntry(va);
        return range != null && va < range.getValue();
    }

    public boolean inCpumask(int cpu) {
        return (cpumask[cpu >>> 6] >>> cpu & 1) != 0;
    }

    /** mm_is_thread_local: whether no other CPU is in the mask. */
    public boolean onlyInCpumask(int cpu) {
        for (int word = 0; word < cpumask.length; word++) {
            long self = word == cpu >>> 6 ? 1L << cpu : 0;
            if ((cpumask[word] & ~self) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Number of CPUs in the mask. */
    public int cpumaskWeight() {
        int weight = 0;
        for (long word : cpumask) {
            weight += Long.bitCount(word);
        }
        return weight;
    }

    /** mm->tlb_flush_pending: gathers under way. */
    public int tlbFlushPending() {
        return tlbFlushPending;
    }

    public void addTlbFlushPending(int count) {
        tlbFlushPending += count;
    }

    /** context.tlb_gen of x86: flushes asked for, from 1. */
    public long tlbGen() {
        return tlbGen;
    }

    public void advanceTlbGen() {
        tlbGen++;
    }

    /** The pending half of tlb_flush_batched: how often a flush has been put off. */
    public long tlbBatchesPending() {
        return tlbBatchesPending;
    }

    /** The flushed half: how many of those are known to have been made up for. */
    public long tlbBatchesFlushed() {
        return tlbBatchesFlushed;
    }

    public void addTlbBatchPending() {
        tlbBatchesPending++;
    }

    public void setTlbBatchesFlushed(long pending) {
        tlbBatchesFlushed = pending;
    }

    /** The ASID that the mm has on all CPUs of an x86 machine with INVLPGB, 0 while it has none. */
    public int globalAsid() {
        return globalAsid;
    }

    public void setGlobalAsid(int asid) {
        globalAsid = asid;
    }

    /** mm_cpumask, 64 CPUs a word. */
    public long[] cpumask() {
        return cpumask;
    }

    public void setCpumask(int cpu, boolean present) {
        if (present) {
            cpumask[cpu >>> 6] |= 1L << cpu;
        } else {
            cpumask[cpu >>> 6] &= ~(1L << cpu);
        }
    }

    /** Running lockless walks as the shared counter has them. */
    public int walkCounter() {
        return walkCounter;
    }

    /** Running lockless walks as a CPU's own counter has them. */
    public int walkCounter(int cpu) {
        return walkCounters[cpu];
    }

    /**
     * @param cpu whose counter, or −1 for the shared one
     */
    public void addWalkCounter(int cpu, int delta) {
        if (cpu < 0) {
            walkCounter += delta;
        } else {
            walkCounters[cpu] += delta;
        }
    }

    /** Mapped base pages of all kinds. */
    public long rssPages() {
        return rss[RssMember.MM_ANONPAGES_VALUE]
                + rss[RssMember.MM_FILEPAGES_VALUE]
                + rss[RssMember.MM_SHMEMPAGES_VALUE];
    }

    /** A counter of mm->rss_stat, in base pages. */
    public long rss(RssMember member) {
        return rss[member.getNumber()];
    }

    public void addRss(int member, long pages) {
        rss[member] += pages;
    }

    public boolean hasFlag(MmFlag flag) {
        return (flags >>> flag.getNumber() & 1) != 0;
    }

    public void setFlag(int flag) {
        flags |= 1L << flag;
    }

    /** mm->write_protect_seq: odd while fork write-protects entries that GUP-fast must not pin. */
    public long writeProtectSeq() {
        return writeProtectSeq;
    }

    public void advanceWriteProtectSeq() {
        writeProtectSeq++;
    }

    /** mm->locked_vm, in base pages. */
    public long lockedPages() {
        return lockedPages;
    }

    public void addLocked(long pages) {
        lockedPages += pages;
    }

    /** Faults of its threads that needed no input (min_flt). */
    public long minorFaults() {
        return minorFaults;
    }

    /** Faults of its threads that needed input (maj_flt). */
    public long majorFaults() {
        return majorFaults;
    }

    public void addFault(boolean major) {
        minorFaults += major ? 0 : 1;
        majorFaults += major ? 1 : 0;
    }

    /** Writes everything but the number. */
    public void save(StateOutput out) {
        out.sparse(cpumask);
        out.unsigned(tlbFlushPending);
        out.unsigned(tlbGen);
        out.unsigned(globalAsid);
        out.unsigned(tlbBatchesPending);
        out.unsigned(tlbBatchesFlushed);
        out.signed(walkCounter);
        for (int counter : walkCounters) {
            out.signed(counter);
        }
        for (long pages : rss) {
            out.signed(pages);
        }
        out.unsigned(flags);
        out.unsigned(writeProtectSeq);
        out.signed(lockedPages);
        out.unsigned(minorFaults);
        out.unsigned(majorFaults);
        out.unsigned(writeStarted.size());
        writeStarted.forEach((from, to) -> {
            out.unsigned(from);
            out.unsigned(to);
        });
        out.unsigned(vmas.size());
        long last = 0;
        for (Vma vma : vmas.values()) {
            out.unsigned(vma.start() - last);
            out.unsigned(vma.end() - vma.start());
            out.unsigned(vma.flags());
            out.unsigned(vma.pgoff());
            out.unsigned(vma.anonVma());
            out.unsigned(vma.file());
            last = vma.end();
        }
        out.unsigned(anonVmaRoots.size());
        anonVmaRoots.forEach((family, root) -> {
            out.unsigned(family);
            out.unsigned(root);
        });
        pageTable.save(out);
    }

    /** Fills a new address space with what {@link #save} wrote. */
    public void restore(StateInput in) {
        in.sparse(cpumask, "CPUs of mm_cpumask");
        tlbFlushPending = in.upTo(Integer.MAX_VALUE, "gathers under way");
        tlbGen = in.unsigned();
        globalAsid = in.upTo(Integer.MAX_VALUE, "global ASID");
        tlbBatchesPending = in.unsigned();
        tlbBatchesFlushed = in.unsigned();
        walkCounter = in.signedInt("counter of walks");
        for (int cpu = 0; cpu < walkCounters.length; cpu++) {
            walkCounters[cpu] = in.signedInt("counter of walks");
        }
        for (int member = 0; member < rss.length; member++) {
            rss[member] = in.signed();
        }
        flags = in.unsigned();
        writeProtectSeq = in.unsigned();
        lockedPages = in.signed();
        minorFaults = in.unsigned();
        majorFaults = in.unsigned();
        for (int left = in.count("VMAs that change"); left > 0; left--) {
            startWrite(in.unsigned(), in.unsigned());
        }
        long last = 0;
        for (int left = in.count("mapped ranges"); left > 0; left--) {
            long start = last + in.unsigned();
            last = start + in.unsigned();
            map(new Vma(
                    start,
                    last,
                    in.unsigned(),
                    in.unsigned(),
                    in.upTo(Integer.MAX_VALUE, "number of an anon_vma"),
                    in.upTo(Integer.MAX_VALUE, "number of a file")));
        }
        for (int left = in.count("anon_vmas that began with a fork"); left > 0; left--) {
            int family = in.upTo(Integer.MAX_VALUE, "number of an anon_vma");
            rootAnonVma(family, in.upTo(Integer.MAX_VALUE, "number of an anon_vma"));
        }
        pageTable.restore(in);
    }
}
