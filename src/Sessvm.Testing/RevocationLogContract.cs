using Sessvm.Revocation;
using Xunit;

namespace Sessvm.Testing;

/// <summary>
/// The suite that every revocation log passes. A log's test class inherits it, and says how an empty log is made;
/// what the class needs to let go of afterwards it does in <see cref="DisposeAsync"/>.
/// </summary>
public abstract class RevocationLogContract : IAsyncLifetime
{
    private IRevocationLog? _log;

    /// <summary>The names of the checks, as theory data.</summary>
    public static TheoryData<string> Checks => new(LogChecks.All.Select(static check => check.Name));

    /// <summary>Makes a new, empty log.</summary>
    protected abstract ValueTask<IRevocationLog> CreateAsync();

    /// <summary>Holds the log to one check.</summary>
    /// <param name="check">The check's name.</param>
    [Theory]
    [MemberData(nameof(Checks))]
    public Task Holds(string check) => LogChecks.Named(check).RunAsync(_log!);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _log = await CreateAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (_log is IAsyncDisposable log)
        {
            await log.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }
}
