package org.mmsim.actors;

import java.util.List;
import java.util.stream.Stream;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.Operation;

/** Everything that happened in a run, for tests to look at. */
record RunRecord(List<Happened> facts, Simulation.Outcome outcome) {

    /** A fact that has happened. */
    record Happened(long seq, int type, long timeNs, int actor, long cause, long a, long b, long c, long d) {
        int index() {
            return ActorIds.index(actor);
        }

        @Override
        public String toString() {
            String name = Event.getDescriptor().findFieldByNumber(type).getName();
            String who = ActorIds.kind(actor).name().replace("ACTOR_", "") + index();
            return seq + " " + timeNs + "ns " + who + " " + name + "(" + Long.toHexString(a) + ", "
                    + Long.toHexString(b) + ", " + Long.toHexString(c) + ", " + Long.toHexString(d) + ") <- " + cause;
        }
    }

    Machine machine() {
        return outcome.machine();
    }

    Happened at(long seq) {
        return facts.get((int) seq - 1);
    }

    Stream<Happened> of(int type) {
        return facts.stream().filter(fact -> fact.type() == type);
    }

    /** Facts of a type that happened to a CPU. */
    Stream<Happened> of(int type, int cpu) {
        return of(type).filter(fact -> ActorIds.kind(fact.actor()) == ActorKind.ACTOR_CPU)
                .filter(fact -> fact.index() == cpu);
    }

    long count(int type) {
        return of(type).count();
    }

    Happened first(int type) {
        return of(type).findFirst().orElseThrow(() -> new AssertionError("no fact " + name(type)));
    }

    Happened first(int type, int cpu) {
        return of(type, cpu).findFirst().orElseThrow(() -> new AssertionError("no " + name(type) + " on CPU " + cpu));
    }

    private static String name(int type) {
        return Event.getDescriptor().findFieldByNumber(type).getName();
    }

    /** The thread's operations of a kind, in order. */
    List<Performed> operations(int thread, Operation operation) {
        List<Happened> begun = of(Event.OPERATION_STARTED_FIELD_NUMBER)
                .filter(fact -> fact.a() == thread && fact.b() == operation.getNumber())
                .toList();
        List<Happened> done = of(Event.OPERATION_FINISHED_FIELD_NUMBER)
                .filter(fact -> fact.a() == thread && fact.b() == operation.getNumber())
                .toList();
        return Stream.iterate(0, i -> i < done.size(), i -> i + 1)
                .map(i -> new Performed(begun.get(i).timeNs(), done.get(i).timeNs(), (int)
                        done.get(i).c()))
                .toList();
    }

    /** The thread's only operation of a kind. */
    Performed operation(int thread, Operation operation) {
        List<Performed> all = operations(thread, operation);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " times " + operation + " by thread " + thread);
        }
        return all.get(0);
    }

    /** An operation from its start to its end, which is an errno or 0. */
    record Performed(long fromNs, long toNs, int error) {
        long ns() {
            return toNs - fromNs;
        }
    }

    List<Check> broken() {
        return outcome.violations().stream().map(Simulation.Violation::check).toList();
    }
}
