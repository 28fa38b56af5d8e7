using Sessvm.Revocation;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Tests;

public sealed class LogProcessTests
{
    [Fact]
    public async Task An_end_in_one_process_is_heard_in_the_other()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store);
        await using var feed = new LogRevocationFeed(log);
        var heard = System.Threading.Channels.Channel.CreateUnbounded<SessionId>();
        feed.Heard += notice => heard.Writer.TryWrite(notice.Session);
        await feed.StartAsync(CancellationToken.None);
        using var process = new OtherProcess("feed", file.Path);
        (await process.LineAsync()).ShouldBe("ready");

        for (int i = 0; i < 20; i++)
        {
            RevocationNotice notice = LogDoors.Notice();
            await feed.PublishAsync([notice], CancellationToken.None);
            await UntilAsync(heard.Reader, notice.Session);
            (await process.LineAsync()).ShouldBe($"heard {notice.Session}");

            process.Go();
            string told = await process.LineAsync(); // it hears what it tells itself first
            SessionId.TryParse(told.Split(' ')[1], out SessionId there).ShouldBeTrue();
            (await process.LineAsync()).ShouldBe($"told {there}");
            await UntilAsync(heard.Reader, there);
        }

        feed.IsCurrent.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reader_misses_nothing_while_four_processes_append_until_they_are_killed()
    {
        using var file = new TemporaryFile();
        await using SqliteSessionStore store = file.Open();
        await using var log = new SqliteRevocationLog(store);
        await log.AppendedAsync();
        OtherProcess[] processes = [.. Enumerable.Range(0, 4).Select(_ => new OtherProcess("append", file.Path))];
        var told = new HashSet<string>();
        var heard = new HashSet<string>();
        string? cursor = null;
        for (int round = 0; round < 100; round++)
        {
            foreach (OtherProcess process in processes)
            {
                told.Add(await process.LineAsync());
            }

            cursor = await HearAsync();
            told.ShouldBeSubsetOf(heard);
        }

        foreach (OtherProcess process in processes)
        {
            // What it said before it was killed was acknowledged; the last line may be cut short.
            told.UnionWith((await process.KillAsync()).Where(static line => SessionId.TryParse(line, out _)));
            process.Dispose();
        }

        await HearAsync();
        told.ShouldBeSubsetOf(heard);
        told.Count.ShouldBeGreaterThan(400);
        file.Execute("PRAGMA integrity_check").ShouldBe("ok");

        async Task<string> HearAsync()
        {
            RevocationLogPage page;
            do
            {
                page = await log.ReadAsync(cursor);
                heard.UnionWith(page.Notices.Select(static notice => notice.Session.ToString()));
                cursor = page.Next;
            }
            while (page.More);
            return page.Next;
        }
    }

    private static async Task UntilAsync(System.Threading.Channels.ChannelReader<SessionId> heard, SessionId session)
    {
        while (await heard.ReadAsync() != session)
        {
        }
    }
}
