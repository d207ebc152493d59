package org.mmsim.architecture.samples.scenarios;

/** Every library outside the package that may know it. */
final class Libraries {

    private Libraries() {}

    record RocksDb(org.rocksdb.RocksDB library) {}

    record Zstd(com.github.luben.zstd.ZstdException library) {}

    record Pekko(org.apache.pekko.actor.typed.ActorSystem<String> library) {}

    record Scala(scala.Function0<String> library) {}

    record Picocli(picocli.CommandLine library) {}

    record Snakeyaml(org.snakeyaml.engine.v2.api.Load library) {}

    record JsonSchema(com.networknt.schema.Schema library) {}
}
