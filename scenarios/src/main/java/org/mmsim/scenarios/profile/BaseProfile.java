package org.mmsim.scenarios.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/**
 * Completes a profile that is {@code based_on} another by what only the other one says. A cost or a TLB level is taken
 * from one of the two as a whole, because its number, its provenance and its source belong together.
 */
final class BaseProfile {

    private static final String KEY = "based_on";
    /** Longest chain of bases: longer than anyone needs, and an end to those in a circle. */
    private static final int BASES_MAX = 8;
    /** Keys whose values are completed in turn; all others replace the base's. */
    private static final Set<String> COMPLETED = Set.of("costs", "tlb");

    private final List<String> chain = new ArrayList<>();

    private BaseProfile() {}

    /**
     * The profile without {@code based_on}, complete if its last base is.
     *
     * @param folder what a relative path of a base starts from
     * @throws InputException if a base does not exist, or the bases never end
     */
    static YamlNode complete(YamlNode profile, Path folder) {
        return new BaseProfile().completed(profile, folder);
    }

    private YamlNode completed(YamlNode profile, Path folder) {
        if (!(profile instanceof YamlMapping mapping)
                || !(mapping.get(KEY) instanceof YamlScalar name)
                || !name.isText()) {
            return profile;
        }
        boolean known = chain.contains(name.text());
        chain.add(name.text());
        if (known || chain.size() > BASES_MAX) {
            throw name.error(KEY + ": the profiles that this is based on never end", String.join(", then ", chain));
        }
        Document base = find(name, folder);
        YamlMapping own = mapping.without(KEY);
        return completed(base.root(), base.folder()) instanceof YamlMapping whole ? over(whole, own, true) : own;
    }

    private static Document find(YamlScalar name, Path folder) {
        try {
            return Document.find(name.text(), Library.PROFILES, folder);
        } catch (InputException e) {
            throw new InputException(KEY + ": " + e.getMessage() + ", named at " + name.position(), e.hint());
        }
    }

    private static YamlMapping over(YamlMapping base, YamlMapping own, boolean outermost) {
        YamlMapping result = base;
        for (YamlMapping.Entry entry : own.entries()) {
            boolean completed = outermost && COMPLETED.contains(entry.key().text());
            YamlNode value = completed
                            && base.get(entry.key().text()) instanceof YamlMapping below
                            && entry.value() instanceof YamlMapping above
                    ? over(below, above, false)
                    : entry.value();
            result = result.with(entry.key(), value);
        }
        return result;
    }
}
