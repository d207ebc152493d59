package org.mmsim.engine.kernel.gup;

import static org.mmsim.engine.mm.VmFlags.VM_MAYREAD;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.protocol.Event.PAGE_FAULTED_FIELD_NUMBER;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.fault.HandleMmFault;
import org.mmsim.engine.kernel.fault.Signals;
import org.mmsim.engine.kernel.fault.VmFault;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.KernelFunction;

/**
 * __get_user_pages: page by page, looks for what is mapped as the caller needs it, and faults where it is not.
 * mmap_lock is held.
 */
final class GetUserPages extends Frame {
    private static final Program<GetUserPages> PROGRAM = Program.<GetUserPages>of(KernelFunction.get_user_pages)
            .loop((cpu, f) -> f.left > 0 && f.error == 0)
            .step((cpu, f) -> f.findVma())
            .when((cpu, f) -> f.error == 0)
            .call((cpu, f) -> f.follow = f.followPage())
            .when((cpu, f) -> !f.follow().found())
            .call((cpu, f) -> f.faultinPage())
            .step((cpu, f) -> f.account(cpu))
            .end()
            .when((cpu, f) -> f.follow().found())
            .step((cpu, f) -> f.take(cpu))
            .end()
            .end()
            .end()
            .build();

    private final Mm mm;
    private final PageTableFormat format;
    private final int flags;
    private final @Nullable HeldPages held;
    private long va;
    private long left;
    private long done;
    private int error;
    private @Nullable Vma vma;
    private @Nullable FollowPage follow;
    private @Nullable VmFault fault;

    /**
     * @param pages number of pages from {@code va} on
     * @param flags of {@link Foll}
     * @param held what takes the pages' references, or null if they only have to be there
     */
    GetUserPages(Mm mm, long va, long pages, int flags, @Nullable HeldPages held) {
        super(PROGRAM);
        this.mm = mm;
        this.va = va;
        this.left = pages;
        this.flags = flags;
        this.held = held;
        format = mm.pageTable().format();
    }

    /** Pages up to the first that could not be had. */
    long done() {
        return done;
    }

    /** The errno that ended the look-up, or 0. As in the kernel it counts only if no page could be had. */
    int error() {
        return done > 0 ? 0 : error;
    }

    private FollowPage follow() {
        return Objects.requireNonNull(follow, "nothing has been looked up");
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void findVma() {
        if (vma != null && va < vma.end()) {
            return;
        }
        vma = mm.find(va);
        if (vma == null) {
            error = has(Foll.MADV_POPULATE) ? Errno.ENOMEM : Errno.EFAULT;
        } else if (!permitted(vma)) {
            error = has(Foll.MADV_POPULATE) ? Errno.EINVAL : Errno.EFAULT;
        }
    }

    /** check_vma_flags. */
    private boolean permitted(Vma found) {
        if (found.pfnMap()) {
            return false;
        }
        if (has(Foll.WRITE)) {
            return found.write();
        }
        return found.has(VM_READ) || has(Foll.FORCE) && found.has(VM_MAYREAD);
    }

    private VmFault access(boolean write, boolean unshare) {
        return new VmFault(mm, Objects.requireNonNull(vma, "no VMA has been found"), va, write, unshare);
    }

    private FollowPage followPage() {
        return new FollowPage(access(has(Foll.WRITE), false), flags);
    }

    private Frame faultinPage() {
        boolean unshare = follow().unshare();
        fault = access(has(Foll.WRITE) && !unshare, unshare);
        return new HandleMmFault(fault);
    }

    /** mm_account_fault counts these faults as the thread's own. */
    private void account(Cpu cpu) {
        VmFault handled = Objects.requireNonNull(fault, "nothing has faulted");
        if (handled.signal() == 0) {
            int access = handled.unshare ? 2 : handled.write ? 1 : 0;
            cpu.record(PAGE_FAULTED_FIELD_NUMBER, cpu.current().thread(), va, access, 0);
        } else {
            error = handled.signal() == Signals.SIGKILL ? Errno.ENOMEM : Errno.EFAULT;
        }
    }

    private void take(Cpu cpu) {
        long page = follow().page();
        int nr = (int) Math.min(left, follow().pagesLeft());
        if (held != null) {
            if (nr > 1) {
                Folio.grab(cpu, cpu.machine().folios().head(page), nr - 1, flags);
            }
            held.add(page, nr);
        }
        done += nr;
        left -= nr;
        va += nr * format.span(0);
    }
}
