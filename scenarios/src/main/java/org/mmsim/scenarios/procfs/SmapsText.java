package org.mmsim.scenarios.procfs;

import java.io.PrintWriter;
import java.util.Locale;

/** {@code /proc/PID/smaps}, without what depends on more than the address space (THPeligible, ProtectionKey). */
public final class SmapsText {
    private static final int NAME_COLUMN = 73;

    private SmapsText() {}

    /** Prints the mappings that share an address with [from, to). */
    public static void print(AddressSpaceView space, long from, long to, PrintWriter out) {
        for (VmaView vma : space.vmas()) {
            if (vma.start() < to && vma.end() > from) {
                print(space, vma, out);
            }
        }
    }

    private static void print(AddressSpaceView space, VmaView vma, PrintWriter out) {
        String line = String.format(
                Locale.ROOT, "%08x-%08x %s %08x 00:00 0 ", vma.start(), vma.end(), vma.permissions(), vma.fileOffset());
        if (!vma.name().isEmpty()) {
            line += " ".repeat(Math.max(0, NAME_COLUMN - line.length())) + vma.name();
        }
        out.println(line);
        amount("Size", vma.end() - vma.start() >> 10, out);
        amount("KernelPageSize", space.pageBytes() >> 10, out);
        amount("MMUPageSize", space.pageBytes() >> 10, out);
        Smaps smaps = Smaps.of(space, vma);
        for (SmapsField field : SmapsField.values()) {
            amount(field.label(), smaps.kb(field), out);
        }
        out.println("VmFlags: " + VmFlag.names(vma.flags()) + " ");
    }

    private static void amount(String name, long kb, PrintWriter out) {
        out.println(String.format(Locale.ROOT, "%-16s%8d kB", name + ":", kb));
    }
}
