package org.mmsim.scenarios.conform.compare;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.Checkpoint;
import org.mmsim.scenarios.conform.recording.OpRecord;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.recording.Recording.Entry;

/** Compares what a real kernel reported with what the simulated one did. */
public final class RecordingComparer {
    private final Recording real;
    private final Map<Integer, Entry> simulated = new TreeMap<>();
    private final Comparison comparison;
    private final boolean ksmFlagMeansNothing;

    private RecordingComparer(Recording real, Recording simulated, FieldSelection fields, boolean ksmFlagMeansNothing) {
        this.real = real;
        simulated.entries().forEach(entry -> this.simulated.put(entry.line(), entry));
        comparison = new Comparison(fields);
        this.ksmFlagMeansNothing = ksmFlagMeansNothing;
    }

    /**
     * The differences between two recordings of a script.
     *
     * @param ksmFlagMeansNothing whether the real kernel reports the page flag {@code ksm} for all anonymous memory
     */
    public static Comparison compare(
            Recording real, Recording simulated, FieldSelection fields, boolean ksmFlagMeansNothing) {
        return new RecordingComparer(real, simulated, fields, ksmFlagMeansNothing).compare();
    }

    private Comparison compare() {
        OpComparer ops = new OpComparer(comparison, real.varying());
        CheckpointComparer checkpoints = new CheckpointComparer(comparison, real.varying(), ksmFlagMeansNothing);
        for (Entry entry : real.entries()) {
            Entry other = simulated.get(entry.line());
            if (entry instanceof OpRecord op) {
                ops.compare(op, reached("op", Place.of("op " + op.line()), OpRecord.class, other));
            } else if (entry instanceof Checkpoint checkpoint) {
                Place place = Place.of("checkpoint " + checkpoint.name());
                checkpoints.compare(place, checkpoint, reached("checkpoint", place, Checkpoint.class, other));
            }
        }
        return comparison;
    }

    /** That the simulated run did not come as far is a difference of its own. */
    private <E extends Entry> @Nullable E reached(String field, Place place, Class<E> kind, @Nullable Entry other) {
        boolean reached = kind.isInstance(other);
        if (!reached) {
            comparison.present(place, field, "\"reached\"", null);
        }
        return reached ? kind.cast(other) : null;
    }
}
