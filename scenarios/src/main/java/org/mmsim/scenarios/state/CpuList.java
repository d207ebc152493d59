package org.mmsim.scenarios.state;

import org.mmsim.engine.mm.Mm;

/** Sets of CPUs as the kernel prints them. */
final class CpuList {

    private CpuList() {}

    /** The members of a mask, as {@code 0-3,7}; {@code none} if it is empty. */
    static String of(long[] mask) {
        StringBuilder list = new StringBuilder();
        int cpus = mask.length * Long.SIZE;
        for (int first = 0; first < cpus; first++) {
            if (isSet(mask, first)) {
                int last = first;
                while (last + 1 < cpus && isSet(mask, last + 1)) {
                    last++;
                }
                list.append(list.length() == 0 ? "" : ",").append(range(first, last));
                first = last;
            }
        }
        return list.length() == 0 ? "none" : list.toString();
    }

    static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    private static boolean isSet(long[] mask, int cpu) {
        return (mask[cpu >>> 6] >>> cpu & 1) != 0;
    }

    /** Lockless walks under way as the CPUs' own counters have them. */
    static long sum(Mm mm, int cpus) {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum += mm.walkCounter(cpu);
        }
        return sum;
    }
}
