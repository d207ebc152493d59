/**
 * An address space as the kernel shows it in files below {@code /proc}: smaps, pagemap, kpageflags, kpagecount.
 * Functions are named after the kernel's and count as those do.
 *
 * <p>They read an {@link org.mmsim.scenarios.procfs.AddressSpaceView};
 * {@link org.mmsim.scenarios.procfs.SimulatedAddressSpace} is that of the simulated machine.
 */
@NullMarked
package org.mmsim.scenarios.procfs;

import org.jspecify.annotations.NullMarked;
