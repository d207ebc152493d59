package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A thread of the scenario, as far as the import has got. */
final class SimThread {

    private final String name;
    private final int cpu;
    private final SimProcess process;
    private final int number;
    private final List<String> program = new ArrayList<>();
    private Optional<String> exit = Optional.empty();

    SimThread(String name, int cpu, SimProcess process, int number) {
        this.name = name;
        this.cpu = cpu;
        this.process = process;
        this.number = number;
    }

    String name() {
        return name;
    }

    int cpu() {
        return cpu;
    }

    SimProcess process() {
        return process;
    }

    /** Its number in its process, from 0. */
    int number() {
        return number;
    }

    /** Adds an operation, as a line of the scenario without its indentation. */
    void add(String line) {
        program.add(line);
    }

    /** Ends the program. What is still added comes before: others may yet have to wait for what it has done. */
    void exit(String line) {
        exit = Optional.of(line);
    }

    List<String> program() {
        List<String> whole = new ArrayList<>(program);
        exit.ifPresent(whole::add);
        return whole;
    }
}
