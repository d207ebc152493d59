package org.mmsim.engine.machine;

import java.util.stream.LongStream;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.snapshot.SnapshotException;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * The complete state of a machine as bytes. A machine that was read back and one that was never
 * written are changed alike by all facts to come.
 */
public final class MachineSnapshot {
    /** Changes whenever what is written does. */
    private static final int FORMAT = 3;

    /** Memory that a machine may take whose snapshot is read, so that damaged ones cannot exhaust it. */
    private static final long ROOM_BYTES = 1L << 30;

    private MachineSnapshot() {}

    /** The state of a machine. Equal states give equal bytes. */
    public static byte[] write(Machine machine) {
        StateOutput out = new StateOutput();
        out.unsigned(FORMAT);
        for (long size : sizes(machine)) {
            out.unsigned(size);
        }
        machine.save(out);
        return out.toByteArray();
    }

    /**
     * A machine in the state that was written.
     *
     * @param profile of the machine that was written
     * @throws SnapshotException if the bytes are not the snapshot of such a machine
     */
    public static Machine read(MachineProfile profile, byte[] bytes) {
        StateInput in = new StateInput(bytes, ROOM_BYTES);
        long format = in.unsigned();
        if (format != FORMAT) {
            throw new SnapshotException("snapshot has format " + Long.toUnsignedString(format) + ", not " + FORMAT);
        }
        Machine machine = new Machine(profile);
        for (long size : sizes(machine)) {
            if (in.unsigned() != size) {
                throw new SnapshotException("snapshot is of another machine than " + profile.name());
            }
        }
        machine.restore(in);
        in.end();
        return machine;
    }

    private static long[] sizes(Machine machine) {
        MachineProfile profile = machine.profile();
        LongStream.Builder sizes = LongStream.builder()
                .add(machine.cpuCount())
                .add(profile.basePageBytes())
                .add(machine.memory().frames());
        for (TlbGeometry.Named level : profile.tlb().levels()) {
            sizes.add(level.level().entries()).add(level.level().ways());
        }
        return sizes.build().toArray();
    }
}
