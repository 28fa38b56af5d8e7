using System.Globalization;
using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Testing.Tests;

/// <summary>A log of its own making, as simple as can be, with one flaw at choice.</summary>
internal sealed class FlawedLog(LogFlaw flaw) : IRevocationLog
{
    private readonly Lock _lock = new();
    private readonly List<(long Number, RevocationNotice Notice)> _kept = [];
    private long _numbers;
    private long _given;

    public async ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        Cancel(LogFlaw.AppendsThoughCancelled, cancellationToken);
        switch (flaw)
        {
            case LogFlaw.SkipsWhatIsVisibleLate: // as a sequence of a database, whose numbers are drawn before the commit
                long first = Interlocked.Add(ref _numbers, notices.Count) - notices.Count;
                for (long commit = 0; commit <= first % 5; commit++)
                {
                    await Task.Yield();
                }

                Keep(notices, first);
                break;
            case LogFlaw.AppendsNotAtomically:
                long next = Interlocked.Read(ref _numbers);
                await Task.Yield();
                lock (_lock)
                {
                    _kept.RemoveAll(kept => kept.Number > next);
                    _numbers = next;
                }

                Keep(notices, Interlocked.Add(ref _numbers, notices.Count) - notices.Count);
                break;
            case LogFlaw.AcknowledgesTooEarly:
                _ = Task.Run(async () =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
                    Append(notices);
                }, CancellationToken.None);
                break;
            default:
                Append(flaw == LogFlaw.CutsALargeAppend ? [.. notices.Take(1_000)] : notices);
                break;
        }
    }

    public ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        Cancel(LogFlaw.ReadsThoughCancelled, cancellationToken);
        lock (_lock)
        {
            long from = From(after);
            var behind = flaw == LogFlaw.TakesThePlaceForTheCursor
                ? _kept.Skip((int)from)
                : _kept.Where(kept => PlaceOf(kept) > from || (flaw == LogFlaw.ReadsTheLastAgain && kept.Number == from));
            (long Number, RevocationNotice Notice)[] ordered = [.. flaw == LogFlaw.ReadsTheNewestFirst ? behind.Reverse() : behind.OrderBy(PlaceOf)];
            var page = ordered.Take(flaw == LogFlaw.IgnoresTheLimit ? int.MaxValue : limit).ToArray();
            bool more = ordered.Length > page.Length;
            long next = page.Length > 0 ? page.Max(PlaceOf) : from;
            next = flaw switch
            {
                LogFlaw.TakesThePlaceForTheCursor => from + page.Length,
                LogFlaw.LosesTheNextAtTheLimit when more => next + 1,
                LogFlaw.ForgetsTheCursorWhereThereIsNothing when page.Length == 0 => 0,
                _ => next,
            };
            _given = Math.Max(_given, next);
            string? cursor = flaw == LogFlaw.HasNoCursorWhereItIsEmpty && _kept.Count == 0 ? null : next.ToString(CultureInfo.InvariantCulture);
            return new(new RevocationLogPage([.. page.Select(kept => Give(kept.Notice))], cursor!, more && flaw != LogFlaw.StopsAtTheLimit));
        }
    }

    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Cancel(LogFlaw.WaitsThoughCancelled, cancellationToken);
        await Task.Yield();
    }

    public ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (flaw == LogFlaw.TrimsEverything || (keep == TimeSpan.Zero && flaw != LogFlaw.None))
            {
                _kept.Clear();
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Append(IReadOnlyList<RevocationNotice> notices)
    {
        lock (_lock)
        {
            Keep(notices, Interlocked.Add(ref _numbers, notices.Count) - notices.Count);
        }
    }

    private void Keep(IReadOnlyList<RevocationNotice> notices, long first)
    {
        lock (_lock)
        {
            foreach (var notice in notices)
            {
                long number = ++first;
                if (flaw != LogFlaw.KeepsOneNoticeOfASession || !_kept.Exists(kept => kept.Notice.Session == notice.Session))
                {
                    _kept.Add((number, notice));
                }
            }
        }
    }

    private long From(string? after)
    {
        if (after is null || flaw == LogFlaw.IgnoresTheCursor)
        {
            return flaw == LogFlaw.GivesEachNoticeOnce ? _given : 0;
        }

        bool known = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && (flaw == LogFlaw.TakesTheTimeForTheCursor || number <= _numbers + 1);
        return known ? number : flaw switch
        {
            LogFlaw.ReadsFromTheEndWhereTheCursorIsUnknown => _numbers,
            LogFlaw.ThrowsWhereTheCursorIsUnknown => throw new SessionStoreException($"There is no place {after}."),
            _ => 0,
        };
    }

    private long PlaceOf((long Number, RevocationNotice Notice) kept) =>
        flaw == LogFlaw.TakesTheTimeForTheCursor ? kept.Notice.At.ToUnixTimeMilliseconds() : kept.Number;

    private RevocationNotice Give(in RevocationNotice notice) => flaw switch
    {
        LogFlaw.ForgetsTheHold => notice with { IsHold = false },
        LogFlaw.ForgetsTheReason when notice.IsEnd => notice with { Reason = EndReason.SignedOut },
        LogFlaw.ForgetsTheGeneration when !notice.IsEnd => notice with { RefuseBelow = (ushort)notice.RefuseBelow },
        LogFlaw.RoundsToSeconds => notice with { At = DateTimeOffset.FromUnixTimeSeconds(notice.At.ToUnixTimeSeconds()) },
        _ => notice,
    };

    private void Cancel(LogFlaw ignored, CancellationToken cancellationToken)
    {
        if (flaw != ignored)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
