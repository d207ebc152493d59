package org.mmsim.engine.machine;

import static org.mmsim.protocol.Event.*;
import static org.mmsim.protocol.Event.ANON_VMA_FORKED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.MemoryLayout;
import org.mmsim.engine.memory.PageCache;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.memory.PhysicalMemory;
import org.mmsim.engine.memory.TableFrames;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.Arm64;
import org.mmsim.engine.pagetable.Book3s64Radix;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.pagetable.X86FourLevel;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.engine.tlb.TableWalk;
import org.mmsim.engine.tlb.Tlb;
import org.mmsim.engine.tlb.TranslationCounts;
import org.mmsim.engine.tlb.WalkCache;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.FolioBatch;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;
import org.mmsim.protocol.MmFlag;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.TlbInstruction;
import org.mmsim.protocol.VmstatItem;

/**
 * The state of the simulated machine, which is the fold of its facts: {@link #apply} is the only
 * thing that changes it, while a run happens and when a journal is read.
 */
public final class Machine {
    /** Bits of {@code RmapAdded.how}. */
    public static final int RMAP_PMD = 1;

    public static final int RMAP_EXCLUSIVE = 2;
    public static final int RMAP_NEW = 4;
    public static final int RMAP_DUPLICATED = 8;

    private static final int NONE = -1;
    /** Above every type of fact. */
    private static final int TYPES = 128;

    /** No address space has a larger number: a workload lists its processes. */
    private static final int MAX_MM = 1 << 20;

    /** Above every number of {@code VmstatItem}. */
    private static final int VMSTAT_ITEMS = 64;
    /** Above every number of {@code TlbInstruction}. */
    private static final int TLB_INSTRUCTIONS = 64;

    /** Above every order that a folio can have. */
    private static final int LARGEST_ORDER = 31;

    private final MachineProfile profile;
    private final PageTableFormat format;
    private final CpuState[] cpus;
    private final Tlb[] tlbs;
    private final TranslationCounts translations = new TranslationCounts();
    private final PhysicalMemory memory;
    private final Folios folios;
    private final TableFrames tableFrames;
    private final PageCache pageCache = new PageCache();
    private final DeviceMemory devices = new DeviceMemory();
    /** By number. */
    private @Nullable Mm[] mms = new Mm[4];

    private final TreeMap<Long, LockState> locks = new TreeMap<>();
    private final List<Integer> cpuOfThread = new ArrayList<>();
    private final List<Integer> mmOfThread = new ArrayList<>();
    private final ThpControls thp;
    private final long[] vmstat = new long[VMSTAT_ITEMS];
    private final long[][] mthpStats = new long[LARGEST_ORDER + 1][MthpStat.values().length];
    /** The deferred split queue, oldest first. */
    private final Set<Long> deferredSplit = new LinkedHashSet<>();

    private long hugeZeroFrame = NONE;
    private int hugeZeroRefs;
    private int lastAnonVma;
    private int lastGlobalAsid = CpuTlbState.ASIDS - 1;
    private final Mutator[] mutators = new Mutator[TYPES];
    private final long[] countOfType = new long[TYPES];
    private final long[] countOfFunction = new long[KernelFunction.values().length];
    private final long[] countOfTlbInstruction = new long[TLB_INSTRUCTIONS];
    private final long[] countOfUnsupported = new long[Operation.values().length];

    public Machine(MachineProfile profile) {
        this.profile = profile;
        format = formatOf(profile);
        thp = new ThpControls(format.order(1));
        int n = profile.topology().cpus();
        cpus = new CpuState[n];
        tlbs = new Tlb[n];
        for (int cpu = 0; cpu < n; cpu++) {
            cpus[cpu] = new CpuState(n);
            tlbs[cpu] = new Tlb(profile.tlb(), format, translations, profile.arch() == Arch.X86_64);
        }
        long frames = profile.memoryBytes() / profile.basePageBytes();
        folios = new Folios(frames + 1);
        memory = new PhysicalMemory(layoutOf(profile, frames, format.order(1)), n, this::onLru);
        folios.allocate(frames, 0);
        folios.setFlags(frames, PageFlags.ZERO);
        tableFrames = new TableFrames(profile.basePageBytes());
        Arrays.setAll(mutators, this::mutator);
    }

    /** Geometry and entry words of the page tables of a machine. */
    public static PageTableFormat formatOf(MachineProfile profile) {
        return switch (profile.arch()) {
            case POWERPC_BOOK3S64_RADIX -> new Book3s64Radix(profile.basePageBytes());
            case X86_64 -> new X86FourLevel();
            case ARM64 -> new Arm64(profile.basePageBytes(), true);
            case ARM64_WITHOUT_HAFDBS -> new Arm64(profile.basePageBytes(), false);
        };
    }

    private static MemoryLayout layoutOf(MachineProfile profile, long frames, int pmdOrder) {
        return switch (profile.arch()) {
            case POWERPC_BOOK3S64_RADIX -> MemoryLayout.book3s64(frames, profile.basePageBytes(), pmdOrder);
            case X86_64 -> MemoryLayout.x86(frames);
            case ARM64, ARM64_WITHOUT_HAFDBS -> MemoryLayout.arm64(frames, profile.basePageBytes());
        };
    }

    private boolean onLru(long frame) {
        long folio = folios.head(frame);
        return folio >= 0 && folios.has(folio, PageFlags.LRU);
    }

    public MachineProfile profile() {
        return profile;
    }

    public PageTableFormat format() {
        return format;
    }

    public int cpuCount() {
        return cpus.length;
    }

    public CpuState cpu(int index) {
        return cpus[index];
    }

    public Tlb tlb(int index) {
        return tlbs[index];
    }

    /** What the TLBs of all CPUs lead to. */
    public TranslationCounts translations() {
        return translations;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public Folios folios() {
        return folios;
    }

    /** The pages of shared memory objects. */
    public PageCache pageCache() {
        return pageCache;
    }

    /** The memory of devices, and who maps it. */
    public DeviceMemory devices() {
        return devices;
    }

    /** The zero page, which belongs to the kernel's image and so lies beyond the memory that is handed out. */
    public long zeroFrame() {
        return memory.frames();
    }

    /** First frame of the huge zero page, or −1 while there is none. */
    public long hugeZeroFrame() {
        return hugeZeroFrame;
    }

    /** vm_normal_page: whether a present leaf maps a page that counts its mappings: no zero page, and no device's. */
    public boolean mapsNormalPage(long entry) {
        return !format.special(entry) && !folios.has(folios.head(format.frame(entry)), PageFlags.ZERO);
    }

    /** huge_zero_refcount. */
    public int hugeZeroRefs() {
        return hugeZeroRefs;
    }

    /** The files of /sys/kernel/mm/transparent_hugepage. */
    public ThpControls thp() {
        return thp;
    }

    /** A counter of /proc/vmstat. */
    public long vmstat(VmstatItem item) {
        return vmstat[item.getNumber()];
    }

    /** A counter of hugepages-SIZEkB/stats. */
    public long mthpStat(int order, MthpStat stat) {
        return mthpStats[order][stat.getNumber()];
    }

    /** Folios on the deferred split queue, oldest first. */
    public Collection<Long> deferredSplit() {
        return deferredSplit;
    }

    /**
     * Frames that no process uses any more but a CPU's batch, a file or a driver does, or the huge zero page, which stays
     * until memory is short.
     */
    public long framesKept() {
        Map<Long, Integer> batched = new TreeMap<>();
        for (CpuState cpu : cpus) {
            for (int batch = 0; batch < CpuState.BATCHES; batch++) {
                cpu.batch(batch).forEach(folio -> batched.merge(folio, 1, Integer::sum));
            }
        }
        long kept = pageCache.pagesKept() + devices.count() + (hugeZeroFrame == NONE ? 0 : 1L << format.order(1));
        for (Map.Entry<Long, Integer> folio : batched.entrySet()) {
            boolean onlyBatches = folios.refs(folio.getKey()) == folio.getValue();
            kept += onlyBatches ? 1L << folios.order(folio.getKey()) : 0;
        }
        return kept;
    }

    /** Number of TLB entries by which some CPU could still reach a frame. */
    public int usableTranslations(long frame) {
        int cached = translations.of(frame);
        if (cached == 0) {
            return 0;
        }
        int usable = 0;
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            Tlb tlb = tlbs[cpu];
            for (int place = 0; place < tlb.capacity(); place++) {
                if (tlb.entryAt(place) != 0
                        && tlb.translatesTo(place, frame)
                        && usable(cpu, tlb.mmAt(place), tlb.asidAt(place))) {
                    usable++;
                }
            }
        }
        return usable;
    }

    /** Place in a CPU's TLB of the leaf by which it could still reach an address of an mm, or −1. */
    public int usablePlace(int cpu, int mm, long va) {
        if (profile.arch() != Arch.X86_64) {
            return tlbs[cpu].lookup(mm, va);
        }
        int global = mm(mm).globalAsid();
        int place = global > 0 ? tlbs[cpu].lookup(CpuState.pcid(global), va) : -1;
        int own = cpus[cpu].tlbState().asidOf(mm);
        if (place < 0 && own >= 0 && usable(cpu, mm, CpuState.pcid(own))) {
            place = tlbs[cpu].lookup(CpuState.pcid(own), va);
        }
        return place;
    }

    /** Number of walk-cache entries by which some CPU could still reach a page table. */
    public int usablePointers(long table) {
        int cached = translations.toTable(table);
        if (cached == 0 || profile.arch() != Arch.X86_64) {
            return cached;
        }
        int usable = 0;
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            WalkCache cache = tlbs[cpu].walkCache();
            for (int place = 0; place < cache.capacity(); place++) {
                usable += cache.tableAt(place) == table && walks(cpu, cache.mmAt(place), cache.asidAt(place)) ? 1 : 0;
            }
        }
        return usable;
    }

    /** A lazy CPU does not run the mm, but may still walk its tables for what it will not do in the end. */
    private boolean walks(int cpu, int mm, int pcid) {
        return usable(cpu, mm, pcid) || cpus[cpu].tlbState().loadedMm() == mm && cpus[cpu].asid() == pcid;
    }

    /**
     * Whether a CPU may use what it has cached of an mm, which nobody does who has exited. An x86 CPU keeps translations
     * of mms that it does not run, but flushes them before it runs the mm again if it has missed a flush.
     */
    private boolean usable(int cpu, int mm, int pcid) {
        Mm owner = mm < mms.length ? mms[mm] : null;
        if (owner != null && owner.hasFlag(MmFlag.MMF_OOM_SKIP)) {
            return false;
        }
        if (profile.arch() != Arch.X86_64) {
            return true;
        }
        CpuTlbState state = cpus[cpu].tlbState();
        boolean runs = state.loadedMm() == mm && !state.lazy() && !state.switching();
        if (owner != null && owner.globalAsid() > 0) {
            return pcid == CpuState.pcid(owner.globalAsid()) || runs && pcid == cpus[cpu].asid();
        }
        if (runs) {
            return true;
        }
        int asid = state.asidOf(mm);
        return asid >= 0 && owner != null && state.tlbGen(asid) == owner.tlbGen();
    }

    /** ASID for an mm that is to have the same on all CPUs of an x86 machine with INVLPGB. */
    public int nextGlobalAsid() {
        return lastGlobalAsid + 1;
    }

    /** Number for an anon_vma that does not exist yet. */
    public int nextAnonVma() {
        return lastAnonVma + 1;
    }

    public TableFrames tableFrames() {
        return tableFrames;
    }

    /** The address space of a process that has been created. */
    public Mm mm(int id) {
        return Objects.requireNonNull(mms[id], "no such mm");
    }

    /** All address spaces, by number. */
    public List<Mm> mms() {
        return Arrays.stream(mms).filter(Objects::nonNull).toList();
    }

    private void add(Mm mm) {
        if (mm.id() >= mms.length) {
            mms = Arrays.copyOf(mms, 2 * mm.id());
        }
        mms[mm.id()] = mm;
    }

    /** Numbers of the threads started so far, in order; the workload has numbered them through from 0. */
    public List<Integer> threads() {
        List<Integer> started = new ArrayList<>();
        for (int thread = 0; thread < cpuOfThread.size(); thread++) {
            if (cpuOfThread.get(thread) != NONE) {
                started.add(thread);
            }
        }
        return started;
    }

    public int cpuOfThread(int thread) {
        return cpuOfThread.get(thread);
    }

    public int mmOfThread(int thread) {
        return mmOfThread.get(thread);
    }

    /** The lock, or null while nobody holds it or waits for it. */
    public @Nullable LockState lock(LockKind kind, long id) {
        return locks.get(lockKey(kind, id));
    }

    /** Whether anybody holds the lock of a page table. */
    public boolean tableLocked() {
        return !locks.subMap(lockKey(LockKind.LOCK_PMD, 0), lockKey(LockKind.LOCK_VMA_WRITE, 0))
                .isEmpty();
    }

    /** Locks that are held or waited for, by kind and id. */
    public Map<Long, LockState> locks() {
        return locks;
    }

    /** How often a fact of a type has happened. */
    public long count(int type) {
        return countOfType[type];
    }

    /** How often a kernel function has been entered. */
    public long count(KernelFunction function) {
        return countOfFunction[function.getNumber()];
    }

    /** How often an instruction of TLB maintenance has been executed. */
    public long count(TlbInstruction instruction) {
        return countOfTlbInstruction[instruction.getNumber()];
    }

    /** How often the workload asked for an operation that the engine does not know. */
    public long unsupported(Operation operation) {
        return countOfUnsupported[operation.getNumber()];
    }

    /** Pages of 2^order base pages that a leaf of a level maps. */
    public int order(int level) {
        return format.order(level);
    }

    /** One number for a lock, whether a reader or a writer holds it. */
    public static long lockKey(LockKind kind, long id) {
        return (long) LockKinds.of(kind, false).getNumber() << 56 | id;
    }

    /** Makes a fact true. */
    public void apply(Fact f) {
        countOfType[f.type]++;
        mutators[f.type].apply(f);
    }

    /** What facts of one type change. */
    @FunctionalInterface
    private interface Mutator {
        void apply(Fact f);
    }

    /**
     * The mutator of a type. One switch over the facts themselves would be compiled again, as a whole, for every type that a
     * run comes to.
     */
    private Mutator mutator(int type) {
        return switch (type) {
            case CSD_QUEUED_FIELD_NUMBER -> f -> queueCsd(cpus[f.actorIndex()], f.actorIndex(), (int) f.a);
            case IPI_RECEIVED_FIELD_NUMBER -> f -> cpus[f.actorIndex()].ipiPending |= f.c != 0;
            case IPI_TAKEN_FIELD_NUMBER -> f -> cpus[f.actorIndex()].ipiPending = false;
            case IPI_HANDLED_FIELD_NUMBER -> f -> handleCsd(f.actorIndex(), (int) f.a, f.timeNs);
            case FUNCTION_ENTERED_FIELD_NUMBER ->
                f -> {
                    countOfFunction[(int) f.a]++;
                    cpus[f.actorIndex()].push((int) f.a);
                };
            case FUNCTION_RETURNED_FIELD_NUMBER -> f -> cpus[f.actorIndex()].pop();
            case INTERRUPTS_DISABLED_FIELD_NUMBER -> f -> cpus[f.actorIndex()].irqsOff++;
            case INTERRUPTS_ENABLED_FIELD_NUMBER -> f -> cpus[f.actorIndex()].irqsOff--;
            case OPERATION_UNSUPPORTED_FIELD_NUMBER -> f -> countOfUnsupported[(int) f.b]++;
            case PROCESS_CREATED_FIELD_NUMBER, PROCESS_FORKED_FIELD_NUMBER ->
                f -> add(new Mm((int) f.a, format, cpus.length));
            case THREAD_STARTED_FIELD_NUMBER -> f -> startThread(f);
            case CONTEXT_SWITCHED_FIELD_NUMBER ->
                f -> cpus[f.actorIndex()].switchTo((int) f.a, (int) f.b, profile.arch() != Arch.X86_64);
            case IDLE_ENTERED_FIELD_NUMBER -> f -> enterIdle(cpus[f.actorIndex()], f.timeNs);
            case IDLE_LEFT_FIELD_NUMBER -> f -> cpus[f.actorIndex()].idle = false;
            case CPUMASK_SET_FIELD_NUMBER -> f -> mm(f.a).setCpumask((int) f.b, true);
            case CPUMASK_CLEARED_FIELD_NUMBER -> f -> clearCpumask(f);
            case LOCK_ACQUIRED_FIELD_NUMBER -> f -> acquire(f);
            case LOCK_CONTENDED_FIELD_NUMBER ->
                f -> lockForUpdate(f).waiters().add(new LockState.Waiter((int) f.c, readLock(f)));
            case LOCK_RELEASED_FIELD_NUMBER -> f -> release(f);
            case VMA_MAPPED_FIELD_NUMBER ->
                f -> mm(f.a).map(new Vma(f.b, f.b + f.c, f.d, f.b >>> format.shift(0), 0, 0));
            case VMA_BACKED_FIELD_NUMBER ->
                f -> {
                    mm(f.a).back(f.b, f.c, (int) f.d, (int) (f.d >>> 32));
                    linkDevice(f);
                    lastAnonVma = Math.max(lastAnonVma, (int) f.d & ~Vma.FORKED);
                };
            case VMA_FLAGS_CHANGED_FIELD_NUMBER -> f -> mm(f.a).changeFlags(f.b, f.b + f.c, f.d);
            case VMA_WRITE_STARTED_FIELD_NUMBER -> f -> mm(f.a).startWrite(f.b, f.b + f.c);
            case VMA_MERGED_FIELD_NUMBER -> f -> mm(f.a).merge(f.b);
            case VMA_UNMAPPED_FIELD_NUMBER -> f -> mm(f.a).unmap(f.b, f.b + f.c);
            case FOLIO_ALLOCATED_FIELD_NUMBER ->
                f -> {
                    memory.allocated(allocatingCpu(f), f.a, (int) f.b, (int) f.c);
                    folios.allocate(f.a, (int) f.b);
                };
            case FOLIO_FREED_FIELD_NUMBER ->
                f -> {
                    folios.free(f.a);
                    memory.freed(allocatingCpu(f), f.a, (int) f.b);
                };
            case PCP_REFILLED_FIELD_NUMBER ->
                f -> memory.refilled(f.actorIndex(), (int) f.a, (int) f.b, (int) f.c, (int) f.d);
            case PCP_DRAINED_FIELD_NUMBER -> f -> memory.drained((int) f.a, (int) f.b, (int) f.c, (int) f.d);
            case FOLIO_REFS_ADDED_FIELD_NUMBER -> f -> folios.addRefs(f.a, (int) f.b);
            case FOLIO_PINS_ADDED_FIELD_NUMBER -> f -> folios.addPins(f.a, (int) f.b);
            case FOLIO_FLAGS_SET_FIELD_NUMBER -> f -> folios.setFlags(f.a, (int) f.b);
            case FOLIO_FLAGS_CLEARED_FIELD_NUMBER -> f -> folios.clearFlags(f.a, (int) f.b);
            case FOLIO_SPLIT_FIELD_NUMBER -> f -> splitFolio(f.a, (int) f.c);
            case FOLIO_INDEXED_FIELD_NUMBER -> f -> folios.index(f.a, f.b, (int) f.c);
            case ANON_VMA_FORKED_FIELD_NUMBER -> f -> mm(f.a).rootAnonVma((int) f.b, (int) f.c);
            case RMAP_ADDED_FIELD_NUMBER -> f -> addRmap(f);
            case RMAP_REMOVED_FIELD_NUMBER -> f -> removeRmap(f);
            case ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER -> f -> folios.setExclusive(f.a, f.b, f.c != 0);
            case PAGES_CLEARED_FIELD_NUMBER -> f -> folios.write(f.a, f.b, 0);
            case PAGES_COPIED_FIELD_NUMBER -> f -> folios.copy(f.a, f.b, f.c);
            case PAGES_WRITTEN_FIELD_NUMBER -> f -> folios.write(f.b, f.c, (int) f.d);
            case FOLIO_BATCHED_FIELD_NUMBER -> f -> addToBatch(f);
            case BATCH_DRAINED_FIELD_NUMBER -> f -> drainBatch(cpus[f.actorIndex()], (int) f.a);
            case FOLIO_MLOCKS_ADDED_FIELD_NUMBER -> f -> folios.addMlocks(f.a, (int) f.b);
            case DEFERRED_SPLIT_QUEUED_FIELD_NUMBER ->
                f -> {
                    deferredSplit.add(f.a);
                    folios.setFlags(f.a, PageFlags.DEFERRED_SPLIT);
                };
            case DEFERRED_SPLIT_REMOVED_FIELD_NUMBER ->
                f -> {
                    deferredSplit.remove(f.a);
                    folios.clearFlags(f.a, PageFlags.DEFERRED_SPLIT);
                };
            case HUGE_ZERO_ALLOCATED_FIELD_NUMBER ->
                f -> {
                    hugeZeroFrame = f.a;
                    folios.setFlags(f.a, PageFlags.ZERO);
                };
            case HUGE_ZERO_REFS_ADDED_FIELD_NUMBER -> f -> hugeZeroRefs += (int) f.a;
            case WRITE_PROTECT_SEQ_ADVANCED_FIELD_NUMBER -> f -> mm(f.a).advanceWriteProtectSeq();
            case MM_FLAG_SET_FIELD_NUMBER -> f -> mm(f.a).setFlag((int) f.b);
            case LOCKED_ADDED_FIELD_NUMBER -> f -> mm(f.a).addLocked(f.b);
            case THP_CONTROL_CHANGED_FIELD_NUMBER -> f -> thp.set((int) f.a, (int) f.b, (int) f.c);
            case VMSTAT_ADDED_FIELD_NUMBER -> f -> vmstat[(int) f.a] += f.b;
            case MTHP_STAT_ADDED_FIELD_NUMBER -> f -> mthpStats[(int) f.a][(int) f.b] += f.c;
            case FILE_CREATED_FIELD_NUMBER -> f -> pageCache.create((int) f.a, f.b, f.c != 0);
            case FILE_RELEASED_FIELD_NUMBER -> f -> pageCache.release((int) f.a);
            case PAGE_CACHE_ADDED_FIELD_NUMBER ->
                f -> {
                    pageCache.add((int) f.a, f.b, f.c, f.d);
                    folios.addRefs(folios.head(f.c), (int) f.d);
                    folios.setFlags(folios.head(f.c), PageFlags.SWAPBACKED);
                };
            case PAGE_CACHE_REMOVED_FIELD_NUMBER -> f -> pageCache.remove((int) f.a, f.b, f.d);
            case DEVICE_PAGES_ADDED_FIELD_NUMBER -> f -> devices.add((int) f.a, f.b, f.c, f.d);
            case DEVICE_PAGES_REMOVED_FIELD_NUMBER -> f -> devices.remove((int) f.a);
            case VMA_UNLINKED_FIELD_NUMBER -> f -> devices.unlink((int) f.d, (int) f.a, f.b, f.b + f.c);
            case PAGE_FAULTED_FIELD_NUMBER -> f -> mm(mmOfThread((int) f.a)).addFault(f.d != 0);
            case TABLE_ALLOCATED_FIELD_NUMBER -> f -> allocateTable(f);
            case TABLE_FREED_FIELD_NUMBER ->
                f -> {
                    tableFrames.give(f.d, format.tableBytes((int) f.c));
                    mm(f.a).pageTable().forget(f.d);
                };
            case PTE_SET_FIELD_NUMBER -> f -> mm(f.a).pageTable().set(f.b, (int) f.c, f.d);
            case PTES_SET_FIELD_NUMBER -> f -> setPtes(f);
            case PTE_CHANGED_FIELD_NUMBER -> f -> mm(f.a).pageTable().set(f.b, (int) f.c, f.d);
            case PTE_ACCESSED_FIELD_NUMBER -> f -> setAccessed(f);
            case PTES_WRPROTECTED_FIELD_NUMBER -> f -> wrprotectPtes(f);
            case PTE_CLEARED_FIELD_NUMBER -> f -> mm(f.a).pageTable().set(f.b, (int) f.c, 0);
            case PTES_CLEARED_FIELD_NUMBER -> f -> clearPtes(f);
            case TABLE_DEPOSITED_FIELD_NUMBER -> f -> pmdTable(f).deposits().addLast(f.c);
            case TABLE_WITHDRAWN_FIELD_NUMBER -> f -> pmdTable(f).deposits().removeFirst();
            case TABLE_MOVED_FIELD_NUMBER -> f -> mm(f.a).pageTable().move(f.b, f.c, (int) f.d);
            case RSS_ADDED_FIELD_NUMBER -> f -> mm(f.a).addRss((int) f.c, f.b);
            case TLB_INSTRUCTION_ISSUED_FIELD_NUMBER -> f -> countOfTlbInstruction[(int) f.a] += f.d;
            case TLB_FLUSH_PENDING_ADDED_FIELD_NUMBER -> f -> mm(f.a).addTlbFlushPending((int) f.b);
            case TLB_BATCH_PENDING_FIELD_NUMBER -> f -> mm(f.a).addTlbBatchPending();
            case TLB_BATCH_FLUSHED_FIELD_NUMBER -> f -> mm(f.a).setTlbBatchesFlushed(f.b);
            case TLB_GEN_ADVANCED_FIELD_NUMBER -> f -> mm(f.a).advanceTlbGen();
            case TLB_GEN_REACHED_FIELD_NUMBER ->
                f -> cpus[f.actorIndex()].tlbState().reach(f.b);
            case MM_SWITCHING_FIELD_NUMBER ->
                f -> cpus[f.actorIndex()].tlbState().setState((int) f.b);
            case GLOBAL_ASID_ASSIGNED_FIELD_NUMBER ->
                f -> {
                    mm(f.a).setGlobalAsid((int) f.b);
                    lastGlobalAsid = (int) f.b;
                };
            case MM_LOADED_FIELD_NUMBER -> f -> cpus[f.actorIndex()].load((int) f.a, (int) f.b, f.c);
            case TLB_FILLED_FIELD_NUMBER -> f -> fillTlb(f);
            case TLB_PROMOTED_FIELD_NUMBER -> f -> tlbs[f.actorIndex()].promote((int) f.a, f.b);
            case TLB_INVALIDATED_FIELD_NUMBER -> f -> tlbs[f.actorIndex()].invalidate((int) f.a, f.b, f.c, false);
            case TLB_LEAVES_INVALIDATED_FIELD_NUMBER -> f -> tlbs[f.actorIndex()].invalidate((int) f.a, f.b, f.c, true);
            case WALK_COUNTER_ADDED_FIELD_NUMBER -> f -> mm(f.a).addWalkCounter((int) f.c, (int) f.b);
            default ->
                f -> {
                    // The other facts say what happened without changing what this class holds.
                };
        };
    }

    private Mm mm(long id) {
        return mm((int) id);
    }

    private void linkDevice(Fact f) {
        int file = (int) (f.d >>> 32);
        Vma vma = mm(f.a).find(f.b);
        if (vma != null && DeviceMemory.isDevice(file)) {
            devices.link(file, (int) f.a, vma.start(), vma.end());
        }
    }

    private static int allocatingCpu(Fact f) {
        return ActorIds.kind(f.actor) == ActorKind.ACTOR_CPU ? f.actorIndex() : PhysicalMemory.NO_CPU;
    }

    private void queueCsd(CpuState sender, int senderIndex, int target) {
        cpus[target].enqueue(senderIndex);
        sender.csdLocked[target >>> 6] |= 1L << target;
    }

    /** An idle CPU goes back to idling after a handler, so its residency starts anew. */
    private void handleCsd(int target, int sender, long nowNs) {
        cpus[target].dequeue();
        cpus[target].idleSinceNs = nowNs;
        cpus[sender].csdLocked[target >>> 6] &= ~(1L << target);
    }

    private void startThread(Fact f) {
        int thread = (int) f.b;
        // The threads of a process that is forked late may come after others with higher numbers.
        while (cpuOfThread.size() <= thread) {
            cpuOfThread.add(NONE);
            mmOfThread.add(NONE);
        }
        cpuOfThread.set(thread, (int) f.c);
        mmOfThread.set(thread, (int) f.a);
    }

    private static void enterIdle(CpuState cpu, long nowNs) {
        cpu.thread = CpuState.NONE;
        cpu.idle = true;
        cpu.idleSinceNs = nowNs;
        cpu.tlbState().goIdle();
    }

    /** A CPU leaves the mask when it gives up an mm that it kept for nobody (exit_lazy_flush_tlb). */
    private void clearCpumask(Fact f) {
        mm(f.a).setCpumask((int) f.b, false);
        CpuState cpu = cpus[(int) f.b];
        if (cpu.mm == (int) f.a) {
            cpu.mm = CpuState.NONE;
        }
    }

    private LockState lockForUpdate(Fact f) {
        return locks.computeIfAbsent(lockKey(lockKind(f), f.b), key -> new LockState());
    }

    private static LockKind lockKind(Fact f) {
        return LockKind.forNumber((int) f.a);
    }

    private static boolean readLock(Fact f) {
        return LockKinds.reader(lockKind(f));
    }

    private void acquire(Fact f) {
        LockState lock = lockForUpdate(f);
        if (f.a == LockKind.LOCK_FOLIO_WAIT_VALUE) {
            lock.leave((int) f.c);
            removeIfUnused(lock, lockKey(lockKind(f), f.b));
            return;
        }
        lock.acquire((int) f.c, readLock(f));
        if (f.a == LockKind.LOCK_FOLIO_VALUE) {
            folios.setFlags(f.b, PageFlags.LOCKED);
        }
    }

    /** Every new folio is locked by who had locked the whole. */
    private void splitFolio(long folio, int newOrder) {
        long end = folio + (1L << folios.order(folio));
        folios.split(folio, newOrder);
        LockState whole =
                Objects.requireNonNull(lock(LockKind.LOCK_FOLIO, folio), "a folio is split that nobody locked");
        for (long part = folio + (1L << newOrder); part < end; part += 1L << newOrder) {
            LockState lock = new LockState();
            lock.acquire(whole.writer(), false);
            locks.put(lockKey(LockKind.LOCK_FOLIO, part), lock);
        }
    }

    private void release(Fact f) {
        long key = lockKey(lockKind(f), f.b);
        LockState lock = Objects.requireNonNull(locks.get(key), "a lock that nobody holds is released");
        lock.release(readLock(f));
        removeIfUnused(lock, key);
        if (f.a == LockKind.LOCK_MMAP_WRITE_VALUE) {
            mm(f.b).endWriteAll();
        } else if (f.a == LockKind.LOCK_FOLIO_VALUE) {
            folios.clearFlags(f.b, PageFlags.LOCKED);
        }
    }

    private void removeIfUnused(LockState lock, long key) {
        if (lock.unused()) {
            locks.remove(key);
        }
    }

    private void allocateTable(Fact f) {
        tableFrames.take(f.d, format.tableBytes((int) f.c));
        if (f.c == format.levels() - 1) {
            mm(f.a).pageTable().setRoot(f.d);
        }
    }

    private void setPtes(Fact f) {
        Table table = mm(f.a).pageTable().existingTable(f.b, 0);
        int first = format.index(0, f.b);
        for (int i = 0; i < f.c; i++) {
            table.set(first + i, format.advance(f.d, i), null);
        }
    }

    private void wrprotectPtes(Fact f) {
        Table table = mm(f.a).pageTable().existingTable(f.b, 0);
        int first = format.index(0, f.b);
        for (int i = first; i < first + f.c; i++) {
            table.set(i, format.wrprotect(table.entry(i)), null);
        }
    }

    private void clearPtes(Fact f) {
        Table table = mm(f.a).pageTable().existingTable(f.b, 0);
        int first = format.index(0, f.b);
        for (int i = first; i < first + f.c; i++) {
            table.set(i, 0, null);
        }
    }

    private void addRmap(Fact f) {
        if ((f.d & RMAP_NEW) != 0) {
            folios.setFlags(folios.head(f.a), PageFlags.ANON | PageFlags.SWAPBACKED);
        }
        boolean pmd = (f.d & RMAP_PMD) != 0;
        if (pmd) {
            folios.mapPmd(f.a, 1, (int) f.c);
        } else {
            folios.mapPtes(f.a, f.b, (int) f.c);
        }
        if ((f.d & (RMAP_EXCLUSIVE | RMAP_DUPLICATED)) != 0) {
            // While a PMD maps the folio, only its first page says whether it is exclusive.
            folios.setExclusive(f.a, pmd ? 1 : f.b, (f.d & RMAP_EXCLUSIVE) != 0);
        }
    }

    private void removeRmap(Fact f) {
        if ((f.d & RMAP_PMD) != 0) {
            folios.mapPmd(f.a, -1, (int) f.c);
        } else {
            folios.unmapPtes(f.a, f.b, (int) f.c);
        }
    }

    private void addToBatch(Fact f) {
        CpuState cpu = cpus[f.actorIndex()];
        cpu.batch((int) f.b).add(f.a);
        if (f.b == FolioBatch.BATCH_MLOCK_VALUE) {
            cpu.mlockWork().add((int) f.c);
        }
        folios.addRefs(f.a, 1);
    }

    private void drainBatch(CpuState cpu, int kind) {
        for (long folio : cpu.batch(kind)) {
            if (kind == FolioBatch.BATCH_LRU_ADD_VALUE) {
                folios.setFlags(folio, PageFlags.LRU);
            }
            folios.addRefs(folio, -1);
        }
        cpu.batch(kind).clear();
        if (kind == FolioBatch.BATCH_MLOCK_VALUE) {
            cpu.mlockWork().clear();
        }
    }

    private Table pmdTable(Fact f) {
        return mm(f.a).pageTable().existingTable(f.b, 1);
    }

    private void fillTlb(Fact f) {
        Tlb tlb = tlbs[f.actorIndex()];
        int asid = cpus[f.actorIndex()].asid();
        walk(f).remember(tlb.walkCache(), asid, (int) f.a, f.b);
        tlb.fill(asid, (int) f.a, f.b, (int) f.c, f.d);
    }

    /** The walk whose outcome a fact of a CPU or its TLB tells: what it went through follows from the state. */
    private TableWalk walk(Fact f) {
        int cpu = f.actorIndex();
        return new TableWalk(mm(f.a).pageTable(), tlbs[cpu].walkCache(), cpus[cpu].asid(), f.b);
    }

    /** The hardware writes to the table that it has read, even if that has been unlinked in between. */
    private void setAccessed(Fact f) {
        Table table = Objects.requireNonNull(walk(f).last(), "no table was walked");
        table.set(format.index((int) f.c, f.b), f.d, null);
    }

    void save(StateOutput out) {
        out.unsigned(cpuOfThread.size());
        for (int thread = 0; thread < cpuOfThread.size(); thread++) {
            out.unsigned(cpuOfThread.get(thread) + 1);
            out.unsigned(mmOfThread.get(thread) + 1);
        }
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            cpus[cpu].save(out);
            tlbs[cpu].save(out);
        }
        memory.save(out);
        folios.save(out);
        tableFrames.save(out);
        out.unsigned(mms().size());
        mms().forEach(mm -> {
            out.unsigned(mm.id());
            mm.save(out);
        });
        out.unsigned(locks.size());
        locks.forEach((key, lock) -> {
            out.unsigned(key);
            lock.save(out);
        });
        pageCache.save(out);
        devices.save(out);
        thp.save(out);
        out.sparse(vmstat);
        for (long[] stats : mthpStats) {
            out.sparse(stats);
        }
        out.unsigned(deferredSplit.size());
        deferredSplit.forEach(out::unsigned);
        out.signed(hugeZeroFrame);
        out.signed(hugeZeroRefs);
        out.unsigned(lastAnonVma);
        out.unsigned(lastGlobalAsid);
        out.sparse(countOfType);
        out.sparse(countOfFunction);
        out.sparse(countOfTlbInstruction);
        out.sparse(countOfUnsupported);
    }

    /** Fills a machine to which nothing has happened yet. */
    void restore(StateInput in) {
        for (int left = in.count("threads"); left > 0; left--) {
            cpuOfThread.add(in.upTo(cpus.length, "CPU of a thread") - 1);
            mmOfThread.add(in.upTo(Integer.MAX_VALUE, "mm of a thread") - 1);
        }
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            cpus[cpu].restore(in, cpuOfThread.size(), cpus.length);
            tlbs[cpu].restore(in);
        }
        memory.restore(in);
        folios.restore(in, memory.maxOrder());
        tableFrames.restore(in, memory.frames());
        for (int left = in.count("address spaces"); left > 0; left--) {
            Mm mm = new Mm(in.upTo(MAX_MM, "number of an mm"), format, cpus.length);
            mm.restore(in);
            add(mm);
        }
        for (int left = in.count("locks"); left > 0; left--) {
            LockState lock = new LockState();
            locks.put(in.unsigned(), lock);
            lock.restore(in);
        }
        pageCache.restore(in);
        devices.restore(in);
        thp.restore(in);
        in.sparse(vmstat, "items of vmstat");
        for (long[] stats : mthpStats) {
            in.sparse(stats, "statistics of a folio size");
        }
        for (int left = in.count("folios to be split"); left > 0; left--) {
            deferredSplit.add(in.unsigned());
        }
        hugeZeroFrame = in.signed();
        hugeZeroRefs = in.signedInt("references of the huge zero page");
        lastAnonVma = in.upTo(Integer.MAX_VALUE, "number of an anon_vma");
        lastGlobalAsid = in.upTo(Integer.MAX_VALUE, "last global ASID");
        in.sparse(countOfType, "counts of facts");
        in.sparse(countOfFunction, "counts of functions");
        in.sparse(countOfTlbInstruction, "counts of TLB instructions");
        in.sparse(countOfUnsupported, "counts of operations");
    }
}
