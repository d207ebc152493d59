package org.mmsim.scenarios.state;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to tell about a machine. Without a process, TLB or folio: everything in brief.
 *
 * @param process the only process to tell about
 * @param from first address to tell about; leaves are told one by one if anything is left out
 * @param to one past the last address
 * @param tlb the CPU whose TLB to list
 * @param folio a frame whose folio to describe
 */
public record StateRequest(
        OptionalInt process, long from, long to, boolean ranged, OptionalInt tlb, OptionalLong folio) {

    /** Whether the machine as a whole is asked for. */
    boolean isGeneral() {
        return process.isEmpty() && !ranged && tlb.isEmpty() && folio.isEmpty();
    }

    /** Whether address spaces are asked for. */
    boolean wantsProcesses() {
        return isGeneral() || process.isPresent() || ranged;
    }

    boolean wants(int number) {
        return wantsProcesses() && (process.isEmpty() || process.getAsInt() == number);
    }
}
