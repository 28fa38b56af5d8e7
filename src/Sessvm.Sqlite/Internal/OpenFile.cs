namespace Sessvm.Sqlite.Internal;

/// <summary>A file in use: those who read it, and the one who writes it.</summary>
internal sealed class OpenFile(SqliteFile file) : IAsyncDisposable
{
    internal ReaderPool Readers { get; } = new(file);

    internal WriteLoop Writes { get; } = new(file);

    public async ValueTask DisposeAsync()
    {
        await Writes.DisposeAsync().ConfigureAwait(false);
        Readers.Dispose();
    }
}
