package org.mmsim.scenarios.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.procfs.KernelVariant;
import org.mmsim.scenarios.procfs.ProcFile;
import org.mmsim.scenarios.procfs.SimulatedAddressSpace;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.run.RunDirectory;
import org.mmsim.scenarios.state.MachineAt;
import org.mmsim.scenarios.state.Moment;
import org.mmsim.scenarios.state.Names;
import org.mmsim.scenarios.state.StateJson;
import org.mmsim.scenarios.state.StateRequest;
import org.mmsim.scenarios.state.StateText;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.storage.JournalReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim state}. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        description = "Shows the machine as it was at a moment of a run, from the journal alone.",
        footer = {
            "",
            "Examples:",
            "  mmsim state last --at 110ms",
            "  mmsim state last --at 212788 --tlb 3",
            "  mmsim state last --at end --process A --range 0x7fff00000000..0x7fff00400000",
            "  mmsim state last --at 110ms --folio 0x40 --json",
            "  mmsim state last --at end --process A --format smaps"
        })
final class StateCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,15}|[0-9]{1,18}");

    @Mixin
    RunArgument run = new RunArgument();

    @Option(
            names = "--at",
            required = true,
            paramLabel = "TIME|SEQ",
            description = "a time such as 10.5ms (all that happened by then), the number of an event, or end")
    String at = "";

    @Option(names = "--process", paramLabel = "P", description = "only this process, by number or name")
    @Nullable
    String process;

    @Option(names = "--range", paramLabel = "A..B", description = "only addresses from A to B, without B")
    @Nullable
    String range;

    @Option(names = "--tlb", paramLabel = "CPU", description = "what this CPU's TLB holds")
    @Nullable
    Integer tlb;

    @Option(names = "--folio", paramLabel = "N", description = "the folio with this page frame, and who maps it")
    @Nullable
    String folio;

    @Option(
            names = "--format",
            paramLabel = "smaps|pagemap|page-types",
            description = "the process as this file or tool of a real machine shows it")
    @Nullable
    String format;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        Path directory = run.directory();
        try (JournalReader reader = JournalReader.open(directory)) {
            long seq = Moment.lastSeq(at, reader);
            Scenario scenario = Identities.scenario(reader.identity(), RunDirectory.name(directory));
            Names names = new Names(scenario.workload());
            MachineAt machineAt = MachineAt.after(reader, scenario.machine(), seq);
            StateRequest request = request(machineAt.machine(), names);
            if (format == null) {
                print(machineAt, names, request, RunDirectory.name(directory));
            } else {
                print(procFile(format), machineAt.machine(), request);
            }
        }
        return ExitCode.GOOD;
    }

    private void print(MachineAt machineAt, Names names, StateRequest request, String id) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        if (json) {
            ObjectNode root = JsonMapper.shared().createObjectNode();
            root.put("run", id);
            new StateJson(machineAt, names).write(request, root);
            out.println(root.toPrettyString());
        } else {
            out.print(id + " ");
            new StateText(machineAt, names, out).print(request);
        }
        out.flush();
    }

    private ProcFile procFile(String wanted) {
        int index = ProcFile.labels().indexOf(wanted);
        if (index < 0) {
            throw new InputException(
                    "no format " + Text.quote(wanted) + " (--format)", Text.allowed(wanted, ProcFile.labels()));
        }
        if (process == null || tlb != null || folio != null || json) {
            throw new InputException(
                    "what " + wanted + " shows is one process (--format)",
                    "allowed: with --process, and --range if wanted; without --tlb, --folio and --json");
        }
        return ProcFile.values()[index];
    }

    private static void print(ProcFile file, Machine machine, StateRequest request) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        Mm mm = machine.mm(request.process().orElseThrow());
        file.print(new SimulatedAddressSpace(machine, mm), KernelVariant.PER_PAGE, request.from(), request.to(), out);
        out.flush();
    }

    private StateRequest request(Machine machine, Names names) {
        long from = 0;
        long to = machine.format().limit();
        String wantedRange = range;
        if (wantedRange != null) {
            int dots = wantedRange.indexOf("..");
            String[] ends = {wantedRange, ""};
            if (dots >= 0) {
                ends = new String[] {wantedRange.substring(0, dots), wantedRange.substring(dots + 2)};
            }
            from = number("--range", ends[0]);
            to = number("--range", ends[1]);
            if (from >= to) {
                throw new InputException("the range is empty (--range " + Text.oneLine(wantedRange) + ")");
            }
        }
        Integer cpu = tlb;
        if (cpu != null && (cpu < 0 || cpu >= machine.cpuCount())) {
            throw new InputException("no CPU " + cpu + " (--tlb)", "allowed: 0 to " + (machine.cpuCount() - 1));
        }
        String frame = folio;
        return new StateRequest(
                process == null ? OptionalInt.empty() : OptionalInt.of(process(process, machine, names)),
                from,
                to,
                wantedRange != null,
                cpu == null ? OptionalInt.empty() : OptionalInt.of(cpu),
                frame == null ? OptionalLong.empty() : OptionalLong.of(number("--folio", frame)));
    }

    private static int process(String wanted, Machine machine, Names names) {
        int number = names.processes().indexOf(wanted) + 1;
        if (number == 0 && NUMBER.matcher(wanted).matches()) {
            number = (int) Math.min(Integer.MAX_VALUE, number("--process", wanted));
        }
        for (Mm mm : machine.mms()) {
            if (mm.id() == number) {
                return number;
            }
        }
        boolean later = number >= 1 && number <= names.processes().size();
        throw new InputException(
                (later ? "not created yet: process " : "no process ") + Text.quote(wanted) + " (--process)",
                Text.allowed(wanted, names.processes()) + ", or a number");
    }

    private static long number(String option, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new InputException(
                    "not a number: " + Text.quote(text) + " (" + option + ")",
                    option.equals("--range")
                            ? "allowed: A..B, such as 0x7fff00000000..0x7fff00200000"
                            : "allowed: such as 64 or 0x40");
        }
        return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
