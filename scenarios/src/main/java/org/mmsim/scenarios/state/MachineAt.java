package org.mmsim.scenarios.state;

import java.util.Optional;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.machine.MachineSnapshot;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.snapshot.SnapshotException;
import org.mmsim.storage.DamagedJournalException;
import org.mmsim.storage.EventView;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.StoredSnapshot;
import org.mmsim.storage.Summaries;

/**
 * The machine after an event.
 *
 * @param seq the event, 0 if nothing has happened
 * @param timeNs virtual time of the event
 */
public record MachineAt(Machine machine, long seq, long timeNs) {

    /**
     * Rebuilds the machine.
     *
     * @param profile of the machine that the run was on
     * @param seq 0 to the last event of the journal
     * @throws DamagedJournalException if the journal is damaged
     */
    public static MachineAt after(JournalReader reader, MachineProfile profile, long seq) {
        Optional<StoredSnapshot> stored = reader.snapshotAtOrBefore(seq);
        Machine machine = stored.map(snapshot -> read(profile, snapshot)).orElseGet(() -> new Machine(profile));
        long from = stored.map(StoredSnapshot::seq).orElse(0L) + 1;
        Fold fold = new Fold(machine);
        if (from <= seq) {
            reader.scan(from, chunk -> chunk.getFirstSeq() <= seq && Summaries.lastSeq(chunk) >= from, event -> {
                if (event.seq() <= seq) {
                    fold.apply(event);
                }
                return event.seq() < seq;
            });
        }
        return new MachineAt(machine, seq, seq == 0 ? 0 : reader.view(seq).timeNs());
    }

    private static Machine read(MachineProfile profile, StoredSnapshot snapshot) {
        try {
            return MachineSnapshot.read(profile, snapshot.state());
        } catch (SnapshotException e) {
            throw new DamagedJournalException(e.getMessage() + " (snapshot after event " + snapshot.seq() + ")", e);
        }
    }

    /** Makes the facts of a journal true again. */
    private static final class Fold {
        private final Machine machine;
        private final Fact fact = new Fact();

        Fold(Machine machine) {
            this.machine = machine;
        }

        void apply(EventView event) {
            fact.set(
                    event.seq(),
                    event.timeNs(),
                    event.type(),
                    event.actor(),
                    event.cause(),
                    event.field(0),
                    event.field(1),
                    event.field(2),
                    event.field(3));
            try {
                machine.apply(fact);
            } catch (RuntimeException e) {
                // A fact that does not fit the state runs into whatever it needs first.
                throw new DamagedJournalException("event " + event.seq() + " cannot follow those before it: " + e, e);
            }
        }
    }
}
