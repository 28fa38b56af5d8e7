using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.Sqlite.Tests;

public class NormalDurabilityTests : SessionStoreContract
{
    private readonly TemporaryFile _file = new();

    protected virtual SqliteDurability Durability => SqliteDurability.Normal;

    protected override ValueTask<ISessionStore> CreateAsync() => new(_file.Open(new SqliteStoreOptions { Durability = Durability }));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class FullDurabilityTests : NormalDurabilityTests
{
    protected override SqliteDurability Durability => SqliteDurability.Full;
}
