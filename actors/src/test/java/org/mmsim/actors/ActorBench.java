package org.mmsim.actors;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.protocol.CpuMessage;
import org.mmsim.protocol.ProcessMessage;
import org.mmsim.protocol.TlbMessage;

/** One actor at a time in front of an engine whose own messages stay where they are. */
final class ActorBench {
    final List<RunRecord.Happened> facts = new ArrayList<>();
    final SimulationRun run = new SimulationRun();
    final DirectRun engine;

    ActorBench(Lab lab) {
        engine = new DirectRun(
                lab.setup(),
                (type, timeNs, actor, cause, a, b, c, d) ->
                        facts.add(new RunRecord.Happened(facts.size() + 1, type, timeNs, actor, cause, a, b, c, d)));
    }

    void tellCpu(int index, CpuMessage message) {
        BehaviorTestKit.create(CpuActor.create(run, cpuOf(index))).run(envelope(message));
    }

    void tellTlb(int index, TlbMessage message) {
        BehaviorTestKit.create(TlbActor.create(run, engine.kernel().tlb(index))).run(envelope(message));
    }

    void tellProcess(ProcessMessage message) {
        BehaviorTestKit.create(ProcessActor.create(run, engine.processes().get(0)))
                .run(envelope(message));
    }

    private static <M> Envelope<M> envelope(M message) {
        Envelope<M> envelope = new Envelope<>(0);
        envelope.fill(0, 0, TestInbox.<Envelope<M>>create().getRef(), message);
        return envelope;
    }

    Cpu cpuOf(int index) {
        return engine.kernel().cpu(index);
    }

    RunRecord.Happened last() {
        return facts.get(facts.size() - 1);
    }
}
