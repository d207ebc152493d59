package org.mmsim.architecture.samples.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One class for each way to make two runs differ. */
@SuppressWarnings("all")
final class Nondeterministic {

    private Nondeterministic() {}

    static final class SeededRandom {
        int draw() {
            return new Random(1).nextInt();
        }
    }

    static final class Splittable {
        int draw() {
            return new SplittableRandom(1).nextInt();
        }
    }

    static final class OfTheThread {
        int draw() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static final class Generator {
        int draw() {
            return RandomGenerator.getDefault().nextInt();
        }
    }

    static final class RandomUuid {
        String draw() {
            return UUID.randomUUID().toString();
        }
    }

    static final class MathRandom {
        long draw() {
            return (long) (Math.random() * 10);
        }
    }

    static final class Shuffle {
        void draw(List<Integer> list) {
            Collections.shuffle(list);
        }
    }

    static final class NanoTime {
        long now() {
            return System.nanoTime();
        }
    }

    static final class CurrentTime {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static final class InstantNow {
        Object now() {
            return java.time.Instant.now();
        }
    }

    static final class LocalNow {
        Object now() {
            return java.time.LocalDateTime.now();
        }
    }

    static final class Clock {
        Object now(java.time.Clock clock) {
            return clock;
        }
    }

    static final class LegacyDate {
        Object now() {
            return new java.util.Date();
        }
    }

    static final class Environment {
        Object read() {
            return System.getenv("HOME");
        }
    }

    static final class SystemProperty {
        Object read() {
            return Integer.getInteger("cpus");
        }
    }

    static final class Processors {
        int read() {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    static final class Hashed {
        Map<String, String> map = new HashMap<>();
    }

    static final class HashedSet {
        Set<String> set = new HashSet<>();
    }

    static final class Identity {
        Map<String, String> map = new IdentityHashMap<>();
    }

    static final class Concurrent {
        Map<String, String> map = new ConcurrentHashMap<>();
    }

    static final class SetOf {
        Set<String> set = Set.of("a", "b");
    }

    static final class MapOf {
        Map<String, String> map = Map.of("a", "b", "c", "d");
    }

    static final class CopyOf {
        Set<String> set(List<String> list) {
            return Set.copyOf(list);
        }
    }

    static final class Collected {
        Set<String> set(List<String> list) {
            return list.stream().collect(Collectors.toSet());
        }
    }

    static final class Grouped {
        Map<Integer, List<String>> map(List<String> list) {
            return list.stream().collect(Collectors.groupingBy(String::length));
        }
    }

    static final class IdentityHash {
        int hash(Object thing) {
            return System.identityHashCode(thing);
        }
    }

    static final class ObjectHash {
        int hash(Object thing) {
            return thing.hashCode();
        }
    }

    static final class EnumHash {
        int hash(Thread.State state) {
            return state.hashCode();
        }
    }

    static final class InheritedHash {
        int hash() {
            return super.hashCode();
        }
    }

    static final class ParallelStream {
        long count(List<String> list) {
            return list.parallelStream().count();
        }
    }

    static final class Parallel {
        long count(List<String> list) {
            return list.stream().parallel().count();
        }
    }

    static final class ParallelSort {
        void sort(long[] values) {
            Arrays.parallelSort(values);
        }
    }

    static final class PlatformMath {
        long logarithm(long value) {
            return (long) Math.log(value);
        }
    }
}
