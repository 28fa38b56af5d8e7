namespace Sessvm.Cluster.Tests;

[Collection<PostgreSql>]
public sealed class PostgreSqlExchangeTests(PostgreSql store) : ExchangeTests(store);

[Collection<PostgreSql>]
public sealed class PostgreSqlEndTests(PostgreSql store, SharedNodes<PostgreSql> nodes) : EndTests(store, nodes.All), IClassFixture<SharedNodes<PostgreSql>>;

[Collection<PostgreSql>]
public sealed class PostgreSqlCutTests(PostgreSql store) : CutTests(store);

[Collection<PostgreSql>]
public sealed class PostgreSqlDeafTests(PostgreSql store) : DeafTests(store);

[Collection<PostgreSql>]
public sealed class PostgreSqlOutageTests(PostgreSql store) : OutageTests(store);

[Collection<PostgreSql>]
public sealed class PostgreSqlClockTests(PostgreSql store) : ClockTests(store);
