package org.mmsim.scenarios.profile;

import java.nio.file.Path;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.schema.DocumentSchema;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;

/** Loads machine profiles from the library and from files. */
public final class ProfileLoader {

    private ProfileLoader() {}

    /**
     * The profile of the library with that name, else the one in that file.
     *
     * @throws InputException if there is none or something is wrong with it
     */
    public static MachineProfile load(String nameOrPath) {
        YamlNode root = find(nameOrPath, Path.of(""));
        DocumentSchema.profile().check(root);
        return read((YamlMapping) root);
    }

    /** The tree of a profile, completed from its bases, not checked. Relative paths start from the folder. */
    public static YamlNode find(String nameOrPath, Path folder) {
        Document document = Document.find(nameOrPath, Library.PROFILES, folder);
        return complete(document.root(), document.folder());
    }

    /**
     * A profile's tree with what its bases have and it has not. Relative paths start from the folder.
     *
     * @throws InputException if there is no such base
     */
    public static YamlNode complete(YamlNode profile, Path folder) {
        return BaseProfile.complete(profile, folder);
    }

    /**
     * The profile in a tree that has passed the schema.
     *
     * @throws InputException if its numbers do not fit together
     */
    public static MachineProfile read(YamlMapping profile) {
        return new ProfileReader(profile).read();
    }
}
