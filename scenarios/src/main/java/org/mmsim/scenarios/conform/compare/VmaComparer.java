package org.mmsim.scenarios.conform.compare;

import static org.mmsim.scenarios.conform.recording.CompactJson.quoted;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.RegionState;
import org.mmsim.scenarios.conform.recording.VmaState;

/** Compares the mappings of a region. One is found again by where it begins. */
final class VmaComparer {
    private final Comparison comparison;
    private final Set<String> varying;
    private final String path;

    /**
     * @param path of the region in the list of varying values
     */
    VmaComparer(Comparison comparison, Set<String> varying, String path) {
        this.comparison = comparison;
        this.varying = varying;
        this.path = path;
    }

    void compare(Place place, RegionState real, @Nullable RegionState simulated) {
        List<VmaState> vmas = real.vmas();
        if (vmas == null) {
            return;
        }
        Map<Long, VmaState> others = new TreeMap<>();
        List<VmaState> simulatedVmas = simulated == null ? null : simulated.vmas();
        if (simulatedVmas != null) {
            simulatedVmas.forEach(vma -> others.put(vma.offset(), vma));
        }
        for (VmaState vma : vmas) {
            compare(place.pages(vma.offset(), vma.pages()), vma, others.remove(vma.offset()));
        }
        others.values()
                .forEach(vma -> comparison.present(place.pages(vma.offset(), vma.pages()), "vma", "null", extent(vma)));
    }

    private void compare(Place place, VmaState real, @Nullable VmaState simulated) {
        comparison.present(place, "vma", extent(real), simulated == null ? null : extent(simulated));
        text(place, "perm", real.permissions(), simulated == null ? null : simulated.permissions());
        text(place, "vmflags", real.flags(), simulated == null ? null : simulated.flags());
        Map<String, Long> other = simulated == null ? Map.of() : simulated.kb();
        for (String name : CheckpointComparer.union(real.kb(), other)) {
            if (!varying.contains(path + ".vmas[" + real.offset() + "].kb." + name)) {
                comparison.compare(
                        place,
                        "kb." + name,
                        CheckpointComparer.zeroIfMissing(real.kb(), name),
                        simulated == null ? null : CheckpointComparer.zeroIfMissing(other, name));
            }
        }
    }

    private void text(Place place, String field, @Nullable String real, @Nullable String simulated) {
        if (real != null) {
            comparison.compare(place, field, quoted(real), simulated == null ? null : quoted(simulated));
        }
    }

    private static String extent(VmaState vma) {
        return quoted(vma.offset() + "+" + vma.pages());
    }
}
