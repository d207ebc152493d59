package org.mmsim.engine.event;

import java.util.List;

/** Sees facts just before they change the machine. */
public interface Observer {

    /** Types it wants to see. */
    List<Integer> types();

    void observe(Fact fact);
}
