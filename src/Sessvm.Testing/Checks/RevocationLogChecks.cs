using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;
using Xunit;

namespace Sessvm.Testing.Checks;

internal static class RevocationLogChecks
{
    internal static async Task What_was_appended_is_read_in_order_with_all_it_says(IRevocationLog log)
    {
        RevocationNotice[] notices =
        [
            Ended(), Renewed(7), Renewed(4_000_000_000) with { IsHold = true }, Ended() with { Reason = EndReason.Replay },
        ];
        await log.AppendAsync(notices[..1], CancellationToken.None);
        await log.AppendAsync(notices[1..], CancellationToken.None);
        Assert.Equal(notices, (await ReadOnAsync(log, null)).Notices);
    }

    internal static async Task All_that_is_said_of_one_session_is_read_in_order(IRevocationLog log)
    {
        var first = Renewed(3);
        RevocationNotice[] notices =
        [
            first,
            first with { RefuseBelow = 5, IsHold = true },
            first with { RefuseBelow = 4, At = first.At.AddMilliseconds(-7) }, // of a node whose clock is behind
            first with { RefuseBelow = RevocationNotice.Everything, Reason = EndReason.Revoked, At = first.At.AddMilliseconds(9) },
        ];
        string? cursor = null;
        var read = new List<RevocationNotice>();
        foreach (var notice in notices)
        {
            await log.AppendAsync([notice], CancellationToken.None);
            var (news, next) = await ReadOnAsync(log, cursor);
            read.AddRange(news);
            cursor = next;
        }

        Assert.Equal(notices, read.Distinct());
        Assert.Equal(notices, (await ReadOnAsync(log, null)).Notices);
    }

    internal static async Task Readers_do_not_take_from_each_other(IRevocationLog log)
    {
        var notice = Ended();
        await log.AppendAsync([notice], CancellationToken.None);
        string? one = (await ReadOnAsync(log, null)).Next;
        string? other = (await ReadOnAsync(log, null)).Next;
        var later = Ended();
        await log.AppendAsync([later], CancellationToken.None);
        Assert.Contains(later, (await ReadOnAsync(log, one)).Notices);
        Assert.Contains(later, (await ReadOnAsync(log, other)).Notices);
        Assert.Equal([notice, later], (await ReadOnAsync(log, null)).Notices);
    }

    internal static async Task An_empty_log_has_a_cursor_and_nothing_else(IRevocationLog log)
    {
        var (notices, next) = await ReadOnAsync(log, null);
        Assert.Empty(notices);
        Assert.NotNull(next);
        var notice = Ended();
        await log.AppendAsync([notice], CancellationToken.None);
        Assert.Equal([notice], (await ReadOnAsync(log, next)).Notices);
    }

    internal static async Task What_lies_far_before_a_cursor_is_not_read_for_ever(IRevocationLog log)
    {
        await log.AppendAsync([.. Enumerable.Range(0, 50).Select(static _ => Ended())], CancellationToken.None);
        string? cursor = (await ReadOnAsync(log, null)).Next;
        var repeated = await ReadOnAsync(log, cursor);
        repeated = await ReadOnAsync(log, repeated.Next);
        Assert.Empty(repeated.Notices); // a log may tell a notice twice, but not each time
    }

    internal static async Task Reading_stops_at_the_limit_and_goes_on(IRevocationLog log)
    {
        RevocationNotice[] notices = [.. Enumerable.Range(0, 25).Select(static _ => Ended())];
        await log.AppendAsync(notices, CancellationToken.None);
        var read = new List<RevocationNotice>();
        string? cursor = null;
        bool more = true;
        while (more)
        {
            RevocationLogPage page = await log.ReadAsync(cursor, 4, CancellationToken.None);
            Assert.InRange(page.Notices.Count, 0, 4);
            read.AddRange(page.Notices);
            (cursor, more) = (page.Next, page.More);
        }

        Assert.Equal(notices, read.Distinct());
    }

    internal static async Task Nothing_is_missed_while_many_append(IRevocationLog log)
    {
        const int Writers = 16;
        const int Readers = 4;
        const int Least = 40;
        const int Most = 400; // of a log that is written faster than it is read
        const int Readings = 400;
        var told = new System.Collections.Concurrent.ConcurrentBag<RevocationNotice>();
        int readings = 0;
        Task writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            // Readings must fall between the appends: a notice that becomes visible after a later one is missed by one that does.
            for (int i = 0; i < Least || (i < Most && Volatile.Read(ref readings) < Readings); i++)
            {
                RevocationNotice[] notices = [.. Enumerable.Range(0, 1 + ((writer + i) % 3)).Select(static _ => Ended())];
                await log.AppendAsync(notices, CancellationToken.None);
                foreach (var notice in notices)
                {
                    told.Add(notice);
                }

                await Task.Yield();
            }
        })));
        HashSet<RevocationNotice>[] heard = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            var mine = new HashSet<RevocationNotice>();
            string? cursor = null;
            bool last;
            do
            {
                last = writing.IsCompleted; // what was appended before this reading begins must be in it
                var (notices, next) = await ReadOnAsync(log, cursor);
                mine.UnionWith(notices);
                cursor = next;
                Interlocked.Add(ref readings, Math.Min(1, notices.Count));
                await Task.Yield();
            }
            while (!last);
            return mine;
        })));
        await writing;
        Assert.All(heard, mine => Assert.Empty(told.Except(mine)));
    }

    internal static async Task A_cursor_that_the_log_does_not_know_reads_from_the_oldest_on(IRevocationLog log)
    {
        var notice = Ended();
        await log.AppendAsync([notice], CancellationToken.None);
        foreach (string cursor in new[] { "", "x", "99999999999999999999", "-1", "é" })
        {
            Assert.Equal([notice], (await ReadOnAsync(log, cursor)).Notices);
        }
    }

    internal static async Task Trimming_keeps_what_is_young(IRevocationLog log)
    {
        var notice = Ended();
        await log.AppendAsync([notice], CancellationToken.None);
        string cursor = (await ReadOnAsync(log, null)).Next!;
        await log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None);
        Assert.Equal([notice], (await ReadOnAsync(log, null)).Notices);
        var later = Ended();
        await log.AppendAsync([later], CancellationToken.None);
        Assert.Contains(later, (await ReadOnAsync(log, cursor)).Notices);
    }

    internal static async Task A_cursor_is_good_whatever_is_trimmed(IRevocationLog log)
    {
        string? cursor = null;
        for (int round = 0; round < 3; round++)
        {
            await log.AppendAsync([.. Enumerable.Range(0, 20).Select(static _ => Ended())], CancellationToken.None);
            cursor = (await ReadOnAsync(log, cursor)).Next;
            await log.TrimAsync(TimeSpan.Zero, CancellationToken.None); // may remove all of it, or nothing
            var later = Ended();
            await log.AppendAsync([later], CancellationToken.None);
            Assert.Contains(later, (await ReadOnAsync(log, cursor)).Notices);
            Assert.Contains(later, (await ReadOnAsync(log, null)).Notices);
        }
    }

    internal static async Task Many_notices_are_appended_at_once(IRevocationLog log)
    {
        RevocationNotice[] notices = [.. Enumerable.Range(0, 10_000).Select(static _ => Ended())];
        await log.AppendAsync(notices, CancellationToken.None);
        Assert.Equal(notices.Length, (await ReadOnAsync(log, null)).Notices.Distinct().Count());
    }

    internal static async Task Waiting_ends(IRevocationLog log)
    {
        await log.WaitAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await log.WaitAsync(TimeSpan.FromMinutes(10), new CancellationToken(canceled: true)));
    }

    internal static async Task A_cancelled_call_does_nothing(IRevocationLog log)
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.AppendAsync([Ended()], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await log.ReadAsync(null, 10, cancelled));
        Assert.Empty((await ReadOnAsync(log, null)).Notices);
    }

    private static RevocationNotice Ended() =>
        new(SessionId.Create(Guid.NewGuid().ToString()), RevocationNotice.Everything, SampleRows.Start, EndReason.SignedOut);

    private static RevocationNotice Renewed(uint below) => Ended() with { RefuseBelow = below, Reason = null };

    /// <summary>Reads to the end, each notice once.</summary>
    private static async Task<(IReadOnlyList<RevocationNotice> Notices, string? Next)> ReadOnAsync(IRevocationLog log, string? after)
    {
        var read = new List<RevocationNotice>();
        RevocationLogPage page;
        do
        {
            page = await log.ReadAsync(after, 1_000, CancellationToken.None);
            read.AddRange(page.Notices);
            after = page.Next;
        }
        while (page.More);
        return ([.. read.Distinct()], after);
    }
}
