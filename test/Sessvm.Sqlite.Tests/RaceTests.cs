using Sessvm.Stores;
using Sessvm.Tests.Shared;

namespace Sessvm.Sqlite.Tests;

public sealed class RaceTests : ProcessRaceContract
{
    private readonly TemporaryFile _file = new();

    private protected override ValueTask<(ISessionStore Store, string[] Place)> OpenAsync() => new((_file.Open(), ["sqlite", _file.Path, "-"]));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }
}
