namespace Sessvm.Cluster.Tests;

[Collection<Redis>]
public sealed class RedisExchangeTests(Redis store) : ExchangeTests(store);

[Collection<Redis>]
public sealed class RedisEndTests(Redis store, SharedNodes<Redis> nodes) : EndTests(store, nodes.All), IClassFixture<SharedNodes<Redis>>;

[Collection<Redis>]
public sealed class RedisCutTests(Redis store) : CutTests(store);

[Collection<Redis>]
public sealed class RedisDeafTests(Redis store) : DeafTests(store);

[Collection<Redis>]
public sealed class RedisOutageTests(Redis store) : OutageTests(store);

[Collection<Redis>]
public sealed class RedisClockTests(Redis store) : ClockTests(store);
