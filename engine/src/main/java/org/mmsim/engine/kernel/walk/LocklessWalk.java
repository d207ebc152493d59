package org.mmsim.engine.kernel.walk;

import static org.mmsim.protocol.Event.WALK_BEGUN_FIELD_NUMBER;
import static org.mmsim.protocol.Event.WALK_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.WALK_ENTRY_READ_FIELD_NUMBER;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.WalkOutcome;
import org.mmsim.protocol.WalkerClass;

/** A walk down the page table with interrupts off and no lock, each level read once. */
abstract class LocklessWalk extends Frame {
    final long va;
    /** Time between the walk and the use of its result. */
    final long holdNs;

    private final WalkerClass walker;
    /** Where the walk is, and in the end the table that holds the leaf. */
    private @Nullable Table table;
    /** The table whose entry led there; null for the root. */
    private @Nullable Table above;
    /** What was read there. */
    long entry;

    WalkOutcome outcome = WalkOutcome.WALK_NOT_PRESENT;
    private boolean done;

    LocklessWalk(Program<?> program, WalkerClass walker, long va, long holdNs) {
        super(program);
        this.walker = walker;
        this.va = va;
        this.holdNs = holdNs;
    }

    /** The table that the walk has come to. */
    final Table table() {
        return Objects.requireNonNull(table, "the walk has not begun");
    }

    final void begin(Cpu cpu) {
        cpu.follow(cpu.record(WALK_BEGUN_FIELD_NUMBER, cpu.mm().id(), va, walker.getNumber()));
    }

    final void startAtRoot(Cpu cpu) {
        table = cpu.mm().pageTable().root();
    }

    final boolean descending() {
        return !done;
    }

    /** One level: the pointer to the next table comes from the value just read. */
    final void readLevel(Cpu cpu) {
        PageTableFormat format = cpu.machine().format();
        cpu.spend(CostId.PTE_READ);
        Table at = table();
        int index = format.index(at.level, va);
        entry = at.entry(index);
        cpu.follow(cpu.record(WALK_ENTRY_READ_FIELD_NUMBER, cpu.mm().id(), va, at.level, entry));
        Table child = at.child(index);
        if (child == null) {
            done = true;
        } else {
            above = at;
            table = child;
        }
    }

    /** Whether the entries that the walk came by last are what was read: the leaf, and the one that led to its table. */
    final boolean unchanged(PageTableFormat format) {
        Table at = table();
        boolean linked = above == null || above.child(format.index(above.level, va)) == at;
        return linked && at.entry(format.index(at.level, va)) == entry;
    }

    /** What the leaf maps at the walk's address. */
    final long page(PageTableFormat format) {
        return format.frame(entry) + ((va & format.span(table().level) - 1) >>> format.shift(0));
    }

    /** Whether the walk has found memory that the hardware would translate to. */
    final boolean found(Cpu cpu) {
        return cpu.machine().format().valid(entry) && cpu.machine().format().leaf(table().level, entry);
    }

    final void end(Cpu cpu) {
        cpu.follow(cpu.record(WALK_ENDED_FIELD_NUMBER, cpu.mm().id(), va, outcome.getNumber()));
    }
}
