package org.mmsim.scenarios.yaml;

import org.mmsim.scenarios.InputException;

/** A node of a document. Immutable. */
public sealed interface YamlNode permits YamlScalar, YamlSequence, YamlMapping {

    Position position();

    /** What it is, for messages: "a mapping", "a list", "a number"… */
    String kind();

    /** A complaint about this node: {@code what (position)}. */
    default InputException error(String what, String hint) {
        return new InputException(what + " (" + position() + ")", hint);
    }

    default InputException error(String what) {
        return error(what, "");
    }
}
