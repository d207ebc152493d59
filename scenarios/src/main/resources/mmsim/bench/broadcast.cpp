// Broadcast and acknowledge on SystemC's kernel: one process notifies 127 others, each of them answers,
// and when all have, the next round begins. Two event notifications per pair, as in mmsim's scenario an
// IPI and its acknowledgement, but nothing is recorded and nothing else is modelled.
//
// Usage: broadcast ROUNDS; prints the number of notifications and the seconds they took.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include <systemc.h>

static const int kCpus = 127;

SC_MODULE(Machine) {
    sc_event call[kCpus];
    sc_event answer[kCpus];
    long rounds;
    long notifications = 0;
    int missing = 0;

    void target(int cpu) {
        answer[cpu].notify(sc_time(1 + cpu % 7, SC_NS));
        notifications++;
    }

    void answered() {
        if (--missing == 0 && --rounds > 0) {
            broadcast();
        }
    }

    void broadcast() {
        missing = kCpus;
        for (int cpu = 0; cpu < kCpus; cpu++) {
            call[cpu].notify(sc_time(1 + cpu, SC_NS));
            notifications++;
        }
    }

    SC_HAS_PROCESS(Machine);

    Machine(sc_module_name name, long wanted) : sc_module(name), rounds(wanted) {
        for (int cpu = 0; cpu < kCpus; cpu++) {
            sc_spawn_options on_call, on_answer;
            on_call.spawn_method();
            on_call.dont_initialize();
            on_call.set_sensitivity(&call[cpu]);
            sc_spawn([this, cpu] { target(cpu); }, sc_gen_unique_name("target"), &on_call);
            on_answer.spawn_method();
            on_answer.dont_initialize();
            on_answer.set_sensitivity(&answer[cpu]);
            sc_spawn([this] { answered(); }, sc_gen_unique_name("answered"), &on_answer);
        }
        SC_METHOD(broadcast);
    }
};

int sc_main(int argc, char **argv) {
    long rounds = argc > 1 ? std::atol(argv[1]) : 20000;
    Machine machine("machine", rounds);
    auto begin = std::chrono::steady_clock::now();
    sc_start();
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%ld %.6f\n", machine.notifications, took.count());
    return 0;
}
