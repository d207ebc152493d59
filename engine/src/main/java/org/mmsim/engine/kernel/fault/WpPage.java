package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_FOLIO;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.VmstatItem;

/** do_wp_page: a write to a page that is mapped read-only. Entered with the page-table lock held, left without. */
final class WpPage extends Frame {
    private static final Program<WpPage> PROGRAM = Program.<WpPage>of(KernelFunction.do_wp_page)
            .step((cpu, f) -> f.reuse = f.canReuse(cpu))
            .when((cpu, f) -> f.reuse)
            .step((cpu, f) -> f.makeExclusive(cpu))
            .when((cpu, f) -> f.locked)
            .unlock(LOCK_FOLIO, (cpu, f) -> f.page)
            .end()
            .call((cpu, f) -> f.wpPageReuse(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .end()
            .when((cpu, f) -> !f.reuse)
            .step((cpu, f) -> f.getOld(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .call((cpu, f) -> f.expand(cpu))
            .call((cpu, f) -> f.fault.done() ? null : new WpPageCopy(f.fault, f.table, f.entry))
            .end()
            .build();

    private final VmFault fault;
    private final Table table;
    private final long entry;
    private final PageTableFormat format;
    private final long page;
    private boolean reuse;
    /** Whether this fault has locked the folio. */
    private boolean locked;

    WpPage(VmFault fault, Table table, long entry) {
        super(PROGRAM);
        this.fault = fault;
        this.table = table;
        this.entry = entry;
        format = fault.mm.pageTable().format();
        page = format.frame(entry);
    }

    private boolean canReuse(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        if (format.special(entry) || !folios.has(folios.head(page), PageFlags.ANON)) {
            return false;
        }
        return folios.exclusive(page) || canReuseAnonFolio(cpu, folios.head(page));
    }

    /** wp_can_reuse_anon_folio. */
    private boolean canReuseAnonFolio(Cpu cpu, long folio) {
        Folios folios = cpu.machine().folios();
        if (folios.order(folio) > 0) {
            return cpu.kernel().policies().wpReuse().canReuseLarge(folios, folio);
        }
        if (cpu.planted(Bug.COW_REUSES_SHARED)) {
            return true;
        }
        int references = folios.refs(folio);
        if (references > 3) {
            return false;
        }
        if (!Lru.onList(cpu, folio)) {
            // The reference may be this CPU's batch's.
            Lru.drainAll(cpu);
        }
        int expected = folios.has(folio, PageFlags.SWAPCACHE) ? 2 : 1;
        locked = folios.refs(folio) <= expected && cpu.tryLock(LOCK_FOLIO, folio);
        return locked;
    }

    private void makeExclusive(Cpu cpu) {
        if (!cpu.machine().folios().exclusive(page)) {
            cpu.record(ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER, page, 1, 1);
        }
    }

    /** A read-only pin has got what it wanted once the page is exclusive. */
    private @Nullable Frame wpPageReuse(Cpu cpu) {
        if (fault.unshare) {
            return null;
        }
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.pgreuse_VALUE, 1);
        long young = format.mkdirty(format.mkyoung(entry));
        return AccessFlags.set(cpu, fault, 0, entry, fault.vma.write() ? format.mkwrite(young) : young);
    }

    private @Nullable Frame expand(Cpu cpu) {
        boolean zero = page == cpu.machine().zeroFrame() && fault.vma.file() == 0;
        return zero && cpu.kernel().policies().zeroPageExpands() ? new ZeroPageExpand(fault, table) : null;
    }

    private void getOld(Cpu cpu) {
        if (!format.special(entry)) {
            Folio.get(cpu, cpu.machine().folios().head(page));
        }
    }
}
