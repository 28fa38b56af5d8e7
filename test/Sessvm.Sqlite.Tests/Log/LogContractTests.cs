using Sessvm.Revocation;
using Sessvm.Testing;
using Sessvm.Tests.Shared;

namespace Sessvm.Sqlite.Tests;

public sealed class LogContractTests : RevocationLogContract
{
    private readonly TemporaryFile _file = new();
    private SqliteSessionStore? _store;

    protected override ValueTask<IRevocationLog> CreateAsync()
    {
        _store = _file.Open();
        return new(new SqliteRevocationLog(_store));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _store!.DisposeAsync();
        _file.Dispose();
    }
}

/// <summary>Three logs, each with connections of its own to one file: what three processes see.</summary>
public sealed class ManyProcessesLogContractTests : RevocationLogContract
{
    private readonly TemporaryFile _file = new();
    private readonly SqliteSessionStore[] _stores = new SqliteSessionStore[3];
    private readonly SqliteRevocationLog[] _logs = new SqliteRevocationLog[3];

    protected override ValueTask<IRevocationLog> CreateAsync()
    {
        for (int i = 0; i < _logs.Length; i++)
        {
            _stores[i] = _file.Open();
            _logs[i] = new SqliteRevocationLog(_stores[i]);
        }

        return new(new SpreadLog(_logs));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        for (int i = 0; i < _logs.Length; i++)
        {
            await _stores[i].DisposeAsync();
            await _logs[i].DisposeAsync();
        }

        _file.Dispose();
    }
}
