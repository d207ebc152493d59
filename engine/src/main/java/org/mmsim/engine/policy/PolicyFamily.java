package org.mmsim.engine.policy;

import java.util.List;

/**
 * One thing that is argued about, and the sides one can take.
 *
 * @param key the key under {@code kernel:} in scenarios
 */
public record PolicyFamily(String key, String description, List<Choice> choices) {

    /**
     * One side.
     *
     * @param testOnly whether it is known to be wrong and exists so that the checks can be seen to catch it
     */
    public record Choice(String name, String description, boolean testOnly) {}

    /** Whether there is a choice of that name. */
    public boolean offers(String name) {
        return choices.stream().anyMatch(choice -> choice.name().equals(name));
    }
}
