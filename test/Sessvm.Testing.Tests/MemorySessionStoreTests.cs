using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.Testing.Tests;

public sealed class MemorySessionStoreTests : SessionStoreContract
{
    protected override ValueTask<ISessionStore> CreateAsync() => new(new MemorySessionStore());
}
