using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.Testing.Tests;

#region snippet: store-contract
public sealed class MemorySessionStoreTests : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync() => new(new MemorySessionStore());
}
#endregion
