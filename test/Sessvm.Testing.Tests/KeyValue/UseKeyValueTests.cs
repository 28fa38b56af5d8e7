using Microsoft.Extensions.DependencyInjection;
using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue;
using Sessvm.Tests.Shared;

namespace Sessvm.Testing.Tests.KeyValue;

public sealed class UseKeyValueTests
{
    [Fact]
    public void A_port_that_swaps_brings_a_store_and_a_log()
    {
        var builder = new Builder().UseKeyValue(new SwappingMemoryPort());
        builder.Store!(builder).ShouldBeOfType<KeyValueSessionStore>();
        builder.Log!(builder).ShouldBeOfType<KeyValueRevocationLog>();
    }

    [Fact]
    public void A_port_that_does_not_brings_a_store_alone()
    {
        var builder = new Builder().UseKeyValue(new MemoryPort());
        builder.Store!(builder).ShouldBeOfType<KeyValueSessionStore>();
        builder.Log.ShouldBeNull();
    }

    private sealed class Builder : ISessionStoreBuilder, IServiceProvider
    {
        internal Func<IServiceProvider, ISessionStore>? Store { get; private set; }

        internal Func<IServiceProvider, IRevocationLog>? Log { get; private set; }

        public void SetStore(Func<IServiceProvider, ISessionStore> create) => Store = create;

        public void SetLog(Func<IServiceProvider, IRevocationLog> create) => Log = create;

        public object? GetService(Type serviceType) => null;
    }
}
