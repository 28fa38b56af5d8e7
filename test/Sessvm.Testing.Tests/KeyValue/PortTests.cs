using Microsoft.Extensions.Logging;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue;
using Sessvm.Tests.Shared;
using Sessvm.Tokens;

namespace Sessvm.Testing.Tests.KeyValue;

public sealed class PortTests
{
    private readonly MemoryPort.Storage _storage = new();

    [Fact]
    public void A_store_says_how_many_processes_it_serves_and_warns_of_one()
    {
        var log = new Lines();
        new KeyValueSessionStore(new SwappingMemoryPort(), log).Distribution.ShouldBe(KeyValueDistribution.ManyProcesses);
        log.Texts.ShouldBeEmpty();
        new KeyValueSessionStore(new MemoryPort(), log).Distribution.ShouldBe(KeyValueDistribution.OneProcess);
        log.Texts.ShouldHaveSingleItem().ShouldContain("one process only");
    }

    [Fact]
    public async Task What_the_port_throws_is_inside_a_store_exception()
    {
        var store = new KeyValueSessionStore(new BrokenPort());
        var failure = await Should.ThrowAsync<SessionStoreException>(
            async () => await store.FindAsync(SessionId.Create("alice"), CancellationToken.None));
        failure.InnerException.ShouldBeOfType<IOException>();
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_the_port_s_failure()
    {
        var port = new WatchedPort(_storage) { BeforeSwap = static _ => throw new TaskCanceledException() };
        var store = new KeyValueSessionStore(port);
        (await Should.ThrowAsync<SessionStoreException>(async () => await AddAsync(store, SampleRows.Typical())))
            .InnerException.ShouldBeOfType<TaskCanceledException>();
        using var cancel = new CancellationTokenSource();
        port.BeforeSwap = async _ =>
        {
            await cancel.CancelAsync();
            cancel.Token.ThrowIfCancellationRequested();
        };
        var row = SampleRows.Typical();
        await Should.ThrowAsync<OperationCanceledException>(async () => await store.AddAsync(row, AddTerms.None, row.CreatedAt, cancel.Token));
    }

    [Fact]
    public async Task A_swap_that_never_succeeds_is_given_up()
    {
        var store = new KeyValueSessionStore(new StubbornPort());
        await Should.ThrowAsync<SessionStoreException>(async () => await AddAsync(store, SampleRows.Typical()));
    }

    [Fact]
    public async Task Bytes_that_are_no_bucket_are_a_store_exception()
    {
        var port = new MemoryPort(_storage);
        var store = new KeyValueSessionStore(port);
        var row = SampleRows.Typical();
        await AddAsync(store, row);
        string key = _storage.Values.Keys.ShouldHaveSingleItem();
        byte[] whole = _storage.Values[key].Value;
        foreach (byte[] wrong in (byte[][])[[], [9], whole[..^1], [.. whole, 0]])
        {
            _storage.Values[key] = (wrong, TimeSpan.MaxValue);
            await Should.ThrowAsync<SessionStoreException>(async () => await store.FindAsync(row.Id, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_value_is_kept_past_the_last_deadline_of_its_rows()
    {
        var store = new KeyValueSessionStore(new SwappingMemoryPort(_storage));
        var row = SampleRows.Typical("alice");
        await AddAsync(store, row);
        _storage.Values.Values.ShouldHaveSingleItem().Ttl.ShouldBe(row.LapsesAt - row.LastSeenAt + TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task All_sessions_of_a_subject_are_one_value()
    {
        var store = new KeyValueSessionStore(new MemoryPort(_storage));
        await AddAsync(store, SampleRows.Typical("alice"));
        await AddAsync(store, SampleRows.Typical("alice"));
        _storage.Values.ShouldHaveSingleItem();
        _storage.References.ShouldHaveSingleItem().Value.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_swap_a_purged_value_is_deleted()
    {
        var store = new KeyValueSessionStore(new MemoryPort(_storage));
        var row = SampleRows.Typical();
        await AddAsync(store, row);
        (await store.PurgeAsync(row.Deadline.AddDays(1), 10, CancellationToken.None)).Removed.ShouldBe(1);
        _storage.Values.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_register_is_repaired_from_the_keys()
    {
        var store = new KeyValueSessionStore(new MemoryPort(_storage));
        await AddAsync(store, SampleRows.Typical());
        _storage.References.Clear();
        (await store.BrowseAsync(null, 10, CancellationToken.None)).Rows.ShouldBeEmpty();
        await store.RepairAsync();
        (await store.BrowseAsync(null, 10, CancellationToken.None)).Rows.ShouldHaveSingleItem();
        await store.ClearAsync();
        (await store.BrowseAsync(null, 10, CancellationToken.None)).Rows.ShouldBeEmpty();
    }

    private static ValueTask<AddResult> AddAsync(KeyValueSessionStore store, SessionRow row) =>
        store.AddAsync(row, AddTerms.None, row.CreatedAt, CancellationToken.None);

    /// <summary>Throws before there is a task to wait for, as a client that checks its connection first does.</summary>
    private sealed class BrokenPort : IKeyValuePort
    {
        public ValueTask PutAsync(string key, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask BindAsync(string reference, string target, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask<IReadOnlyList<string>> ReadAsync(string reference, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask DropAsync(CancellationToken cancellationToken) => throw new IOException();
    }

    private sealed class StubbornPort : MemoryPort, ISwappingKeyValuePort
    {
        public ValueTask<bool> SwapAsync(
            string key, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken) => new(false);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));
    }
}
