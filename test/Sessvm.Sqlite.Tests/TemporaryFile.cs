using Microsoft.Data.Sqlite;
using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.Sqlite.Tests;

/// <summary>A directory that is gone after the test, with a place for a database in it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessvm-");

    internal string Path => System.IO.Path.Combine(_directory.FullName, "sessions.db");

    internal SqliteSessionStore Open(SqliteStoreOptions? options = null) =>
        new((options ?? new SqliteStoreOptions()) with { Path = options?.ConnectionString is null ? Path : null });

    /// <summary>Runs a statement past the store.</summary>
    internal object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

/// <summary>The store's methods as these tests use them.</summary>
internal static class StoreDoors
{
    internal static async Task<SessionRow> AddedAsync(this ISessionStore store, SessionRow? row = null)
    {
        row ??= SampleRows.Typical();
        (await store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None)).Added.ShouldBeTrue();
        return row;
    }

    internal static async Task<bool> HasAsync(this ISessionStore store, SessionRow row) =>
        await store.FindAsync(row.Id, CancellationToken.None) is not null;

    internal static async Task<SessionStoreException> FailsAsync(Func<Task> call, TemporaryFile file, string says)
    {
        SessionStoreException trouble = await Should.ThrowAsync<SessionStoreException>(call);
        trouble.Message.ShouldContain(file.Path);
        trouble.Message.ShouldContain(says);
        return trouble;
    }
}
