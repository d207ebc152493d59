package org.mmsim.engine.process;

import static org.mmsim.protocol.Event.OPERATION_UNSUPPORTED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.KernelFunction;

/** An operation that the engine does not know: it is put on record, and nothing else happens. */
final class UnsupportedOperation extends Frame {
    private static final Program<UnsupportedOperation> PROGRAM = Program.<UnsupportedOperation>of(
                    KernelFunction.no_function)
            .step((cpu, f) -> cpu.record(
                    OPERATION_UNSUPPORTED_FIELD_NUMBER,
                    cpu.current().thread(),
                    f.op.operation().getNumber(),
                    f.op.va(),
                    f.op.length()))
            .build();

    private final Op.Unsupported op;

    UnsupportedOperation(Op.Unsupported op) {
        super(PROGRAM);
        this.op = op;
    }
}
