package org.mmsim.scenarios.strace;

import org.mmsim.engine.profile.MachineProfile;

/**
 * The machine that an imported scenario runs on. Recordings are of machines with 4 KiB pages as a rule, and
 * addresses are imported as they are; so the machine's base page must not be larger.
 *
 * @param machine name of the profile
 * @param cpus its number of CPUs; threads are pinned to them in turn, in the order of their creation
 * @param basePageBytes its base page; lengths are rounded up to it
 */
public record ImportOptions(String machine, int cpus, int basePageBytes) {

    /** The small machine of the library with 4 KiB base pages. */
    public static final ImportOptions DEFAULT = new ImportOptions("power9-4-4k", 4, 4096);

    public ImportOptions {
        if (cpus < 1 || Integer.bitCount(basePageBytes) != 1) {
            throw new IllegalArgumentException("no machine: " + cpus + " CPUs, base page " + basePageBytes);
        }
    }

    public static ImportOptions of(MachineProfile machine) {
        return new ImportOptions(machine.name(), machine.topology().cpus(), machine.basePageBytes());
    }
}
