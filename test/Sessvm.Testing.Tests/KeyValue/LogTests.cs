using Microsoft.Extensions.Time.Testing;
using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Stores;
using Sessvm.Tests.Shared;
using Sessvm.Tokens;

namespace Sessvm.Testing.Tests.KeyValue;

public sealed class LogTests
{
    private const int Segment = 250;

    private readonly MemoryPort.Storage _storage = new();
    private readonly FakeTimeProvider _time = new(SampleRows.Start);

    [Fact]
    public async Task No_value_grows_beyond_what_a_port_was_told()
    {
        var log = Log();
        for (int i = 0; i < 30; i++)
        {
            await AppendAsync(log, 97);
        }

        Segments().Count.ShouldBe(30 * 97 / Segment + 1);
        _storage.Values.Values.ShouldAllBe(static stored => stored.Value.Length < 9_000);
        _storage.Values.Keys.ShouldAllBe(static key => key.Length <= 64 && key.StartsWith("sessvm:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_lost_everything_begins_a_log_that_every_cursor_reads_from_its_beginning()
    {
        var log = Log();
        var other = Log();
        await AppendAsync(log, 3);
        string cursor = (await ReadAsync(log)).Next;
        _storage.Values.Clear();
        (await ReadAsync(log, cursor)).Notices.ShouldBeEmpty();
        RevocationNotice[] later = [.. await AppendAsync(log, 2), .. await AppendAsync(other, 2)];
        (await ReadAsync(log, cursor)).Notices.ShouldBe(later);
    }

    [Fact]
    public async Task A_port_that_lost_its_last_writes_is_found_out_by_every_cursor()
    {
        var log = Log();
        var kept = await AppendAsync(log, 10);
        var backup = new Dictionary<string, (byte[], TimeSpan)>(_storage.Values);
        await AppendAsync(log, 10);
        string near = (await ReadAsync(log)).Next;
        await AppendAsync(log, 2 * Segment);
        string far = (await ReadAsync(log)).Next;
        Restore(backup);
        (await ReadAsync(log, near)).Notices.ShouldBe(kept);
        (await ReadAsync(log, far)).Notices.ShouldBe(kept);

        // This process remembers an end that is no longer there: what it appends must leave no gap for others.
        RevocationNotice[] all = [.. kept, .. await AppendAsync(log, 10)];
        (await ReadAsync(Log())).Notices.ShouldBe(all);
        (await ReadAsync(log, near)).Notices.ShouldBe(all); // as long as before, but not the same
    }

    [Fact]
    public async Task Full_segments_are_trimmed_an_hour_after_their_time_and_the_newest_stays()
    {
        var log = Log();
        await AppendAsync(log, 2 * Segment);
        string cursor = (await ReadAsync(log)).Next;
        _time.Advance(TimeSpan.FromMinutes(90));
        var young = await AppendAsync(log, Segment + 1);
        _time.Advance(TimeSpan.FromMinutes(30));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        (await ReadAsync(log)).Notices.Count.ShouldBe((3 * Segment) + 1);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        (await ReadAsync(log)).Notices.ShouldBe(young);
        (await ReadAsync(log, cursor)).Notices.ShouldBe(young);
        _time.Advance(TimeSpan.FromDays(300));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        (await ReadAsync(log)).Notices.ShouldBe(young[^1..]);
        Segments().ShouldHaveSingleItem();
        RevocationNotice[] next = [.. young[^1..], .. await AppendAsync(Log(), 1)];
        (await ReadAsync(log, cursor)).Notices.ShouldBe(next);
    }

    [Fact]
    public async Task An_appender_that_was_held_up_until_its_segment_was_trimmed_appends_where_it_is_read()
    {
        var log = Log();
        await AppendAsync(log, Segment);
        var held = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var port = new WatchedPort(_storage);
        port.BeforeSwap = async _ =>
        {
            held.TrySetResult();
            await go.Task;
        };
        Task<RevocationNotice[]> late = AppendAsync(new KeyValueRevocationLog(port, _time), 1);
        await held.Task; // it has seen the first segment full and the second missing
        await AppendAsync(log, 2 * Segment);
        _time.Advance(TimeSpan.FromDays(1));
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        Segments().ShouldBeEmpty();
        go.SetResult();
        var notice = await late;
        (await ReadAsync(log)).Notices.ShouldBe(notice);
        Segments().ShouldHaveSingleItem(); // the one that it made in vain is gone
    }

    [Fact]
    public async Task Notices_that_are_appended_amid_trimming_by_clocks_that_differ_are_all_heard()
    {
        const int Writers = 6;
        var told = new System.Collections.Concurrent.ConcurrentBag<RevocationNotice>();
        using var stop = new CancellationTokenSource();
        Task trimming = Task.Run(async () =>
        {
            // Half an hour ahead: within the margin.
            var trimmer = new KeyValueRevocationLog(new SwappingMemoryPort(_storage), new FakeTimeProvider(SampleRows.Start.AddMinutes(30)));
            while (!stop.IsCancellationRequested)
            {
                await trimmer.TrimAsync(TimeSpan.Zero, CancellationToken.None);
            }
        });
        Task writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var log = Log();
            for (int i = 0; i < 40; i++)
            {
                Array.ForEach(await AppendAsync(log, 1 + ((writer + i) % 70)), told.Add);
            }
        })));
        var reader = Log();
        var heard = new HashSet<RevocationNotice>();
        string? cursor = null;
        bool last;
        do
        {
            last = writing.IsCompleted;
            RevocationLogPage page;
            do
            {
                page = await reader.ReadAsync(cursor, 100, CancellationToken.None);
                heard.UnionWith(page.Notices);
                cursor = page.Next;
            }
            while (page.More);
        }
        while (!last);
        await writing;
        await stop.CancelAsync();
        await trimming;
        told.Except(heard).ShouldBeEmpty();
        heard.Count.ShouldBe(told.Count);
    }

    [Fact]
    public async Task An_append_that_may_have_happened_says_so_and_may_be_repeated()
    {
        var port = new WatchedPort(_storage) { AfterSwap = static _ => throw new TimeoutException() };
        var log = new KeyValueRevocationLog(port, _time);
        var failure = await Should.ThrowAsync<SessionStoreException>(() => AppendAsync(log, 1));
        failure.InnerException.ShouldBeOfType<TimeoutException>();
        port.AfterSwap = static _ => Task.CompletedTask;
        var notice = await AppendAsync(log, 1);
        (await ReadAsync(log)).Notices.ShouldContain(notice[0]);
    }

    [Fact]
    public async Task A_swap_that_never_succeeds_is_given_up()
    {
        var port = new WatchedPort(_storage);
        await AppendAsync(new KeyValueRevocationLog(port, _time), 1);
        int other = 1;
        port.BeforeSwap = key =>
        {
            // Somebody else is always faster.
            _storage.Values[key] = ([.. _storage.Values[key].Value[..^1], (byte)(other++ % 2)], TimeSpan.Zero);
            return Task.CompletedTask;
        };
        await Should.ThrowAsync<SessionStoreException>(() => AppendAsync(new KeyValueRevocationLog(port, _time), 1));
    }

    [Fact]
    public async Task Bytes_that_are_no_log_are_a_store_exception()
    {
        await AppendAsync(Log(), 3);
        foreach (string key in _storage.Values.Keys.ToArray())
        {
            byte[] whole = _storage.Values[key].Value;
            foreach (byte[] wrong in (byte[][])[[], [9], whole[..^1], [.. whole, 0], [9, .. whole[1..]], whole[..9]])
            {
                _storage.Values[key] = (wrong, TimeSpan.MaxValue);
                await Should.ThrowAsync<SessionStoreException>(() => ReadAsync(Log()));
                await Should.ThrowAsync<SessionStoreException>(() => AppendAsync(Log(), 1));
            }

            _storage.Values[key] = (whole, TimeSpan.MaxValue);
        }
    }

    [Fact]
    public async Task A_wrong_call_is_the_caller_s_mistake()
    {
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync(Log(), 0));
        await Should.ThrowAsync<ArgumentException>(() => AppendAsync(Log(), 10_001));
        await Should.ThrowAsync<ArgumentException>(async () => await Log().ReadAsync(null, 10_001, CancellationToken.None));
    }

    private KeyValueRevocationLog Log() => new(new SwappingMemoryPort(_storage), _time);

    private List<string> Segments() => [.. _storage.Values.Keys.Where(static key => key.Count(static letter => letter == ':') == 3)];

    private void Restore(Dictionary<string, (byte[] Value, TimeSpan Ttl)> backup)
    {
        _storage.Values.Clear();
        foreach (var (key, stored) in backup)
        {
            _storage.Values[key] = stored;
        }
    }

    private static async Task<RevocationNotice[]> AppendAsync(KeyValueRevocationLog log, int count)
    {
        RevocationNotice[] notices = [.. Enumerable.Range(0, count).Select(static _ =>
            new RevocationNotice(SessionId.Create(Guid.NewGuid().ToString()), RevocationNotice.Everything, SampleRows.Start, EndReason.SignedOut))];
        await log.AppendAsync(notices, CancellationToken.None);
        return notices;
    }

    private static async Task<RevocationLogPage> ReadAsync(KeyValueRevocationLog log, string? after = null) =>
        await log.ReadAsync(after, RevocationLogBounds.MostRead, CancellationToken.None);
}
