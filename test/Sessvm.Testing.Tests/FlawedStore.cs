using System.Globalization;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Testing.Tests;

/// <summary>A store of its own making, as simple as can be, with one flaw at choice.</summary>
internal sealed class FlawedStore(Flaw flaw) : ISessionStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<SessionId, SessionRow> _rows = [];
    private SessionId? _purgedTo;

    public async ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Cancel(cancellationToken);
        if (flaw == Flaw.CapIsNotAtomic)
        {
            Admission early = Admit(row, terms, now);
            await Task.Yield();
            return Carry(row, early);
        }

        lock (_lock)
        {
            return Carry(row, Admit(row, terms, now));
        }
    }

    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        Cancel(cancellationToken);
        lock (_lock)
        {
            return new(_rows.GetValueOrDefault(id));
        }
    }

    public async ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        Cancel(cancellationToken);
        if (flaw == Flaw.UpdateIsNotAtomic)
        {
            UpdateOutcome early = Judge(row, expected, out _);
            await Task.Yield();
            return early == UpdateOutcome.Updated ? Put(row) : early;
        }

        lock (_lock)
        {
            UpdateOutcome outcome = Judge(row, expected, out SessionRow? stored);
            if (outcome != UpdateOutcome.Updated || stored is null)
            {
                return outcome;
            }

            SessionRow merged = flaw == Flaw.LosesMarksOnUpdate ? row : SessionMark.Merge(row, stored);
            return Put(flaw == Flaw.KeepsTheSightOfAFormerGeneration ? merged with { SeenAt = stored.SeenAt ?? row.SeenAt } : merged);
        }
    }

    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Cancel(cancellationToken);
        lock (_lock)
        {
            IEnumerable<SessionRow> rows = flaw switch
            {
                Flaw.ListsTheEnded => _rows.Values.Where(row => row.Subject == subject && now < row.LapsesAt),
                Flaw.ListsTheLapsed => _rows.Values.Where(row => row.Subject == subject && row.End is null),
                Flaw.ListsTheWholeShard => _rows.Values.Where(row => row.Id.Shard == SessionId.ShardOf(subject) && row.IsLive(now)),
                _ => Live(subject, now),
            };
            return new([.. flaw == Flaw.ListsInNoOrder ? rows : rows.OrderBy(static row => row.CreatedAt)]);
        }
    }

    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        Cancel(cancellationToken);
        lock (_lock)
        {
            EndTarget aim = flaw switch
            {
                Flaw.EndsTheExcepted when target.Subject is { } subject => EndTarget.OfSubject(subject),
                Flaw.EndsTheSubjectInsteadOfTheFamily when target.Family is { } family && _rows.TryGetValue(family, out SessionRow? root)
                    => EndTarget.OfSubject(root.Subject),
                _ => target,
            };
            SessionRow[] rows = [.. _rows.Values.Where(row => aim.Covers(flaw == Flaw.EndsAgain ? row with { End = null } : row))];
            SessionRow[] ended = [.. rows.Select(row => row with
            {
                End = end,
                Version = flaw == Flaw.EndChangesTheVersion ? row.Version.Next() : row.Version,
            })];
            Array.ForEach(ended, row => Put(row));
            return new(ended);
        }
    }

    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        Cancel(cancellationToken);
        lock (_lock)
        {
            foreach (SessionMark mark in marks)
            {
                if (_rows.TryGetValue(mark.Id, out SessionRow? row))
                {
                    Put(Touch(row, mark));
                }
                else if (flaw == Flaw.TouchStopsAtTheUnknown)
                {
                    break;
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        Cancel(cancellationToken);
        lock (_lock)
        {
            if (flaw == Flaw.BrowseGoesByPlace)
            {
                int place = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
                string? next = place + limit < _rows.Count ? (place + limit).ToString(CultureInfo.InvariantCulture) : null;
                return new(new SessionPage([.. _rows.Values.Skip(place).Take(limit)], next));
            }

            SessionId? from = SessionCursor.Parse(after);
            IEnumerable<SessionRow> rows = _rows.Values.Where(row =>
                from is null || (flaw == Flaw.BrowseRepeats && limit > 1 ? row.Id >= from : row.Id > from));
            rows = flaw == Flaw.BrowseSkips && from is not null ? rows.Skip(1) : rows;
            rows = flaw == Flaw.BrowseHidesTheEnded ? rows.Where(static row => row.End is null) : rows;
            return new(SessionCursor.Page([.. rows.Take(limit + 1)], limit));
        }
    }

    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100_000);
        Cancel(cancellationToken);
        lock (_lock)
        {
            int most = flaw == Flaw.PurgesAllAtOnce ? int.MaxValue : limit;
            SessionRow[] looked = [.. _rows.Values.Where(row => _purgedTo is null || row.Id > _purgedTo).Take(most)];
            SessionRow[] lapsed = [.. looked.Where(row => flaw switch
            {
                Flaw.PurgesTheLiving => true,
                Flaw.PurgesTombstones => row.End is not null || row.LapsesAt < before,
                Flaw.PurgesNothing => false,
                Flaw.PurgesTooEarly => row.LapsesAt <= before,
                _ => row.LapsesAt < before,
            })];
            Array.ForEach(lapsed, row => _rows.Remove(row.Id));
            bool more = looked.Length == most;
            _purgedTo = more ? looked[^1].Id : null;
            return new(new PurgeResult(lapsed.Length, more));
        }
    }

    private Admission Admit(SessionRow row, AddTerms terms, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_rows.ContainsKey(row.Id) && flaw != Flaw.OverwritesWhenAdding)
            {
                throw new ArgumentException("There is such a row.", nameof(row));
            }

            SessionRow[] live = flaw switch
            {
                Flaw.CountsNoChildren => [.. Live(row.Subject, now).Where(static one => one.Family == one.Id)],
                Flaw.CountsTheEnded => [.. _rows.Values.Where(one => one.Subject == row.Subject)],
                Flaw.ReplacesOtherSubjects => [.. _rows.Values.Where(one => one.IsLive(now))],
                Flaw.EvictsTheNewest => [.. Live(row.Subject, now).Select(one => one with { CreatedAt = now - (one.CreatedAt - now) })],
                _ => [.. Live(row.Subject, now)],
            };
            SessionRow judged = flaw switch
            {
                Flaw.EvictsItsOwnFamily when terms.Limit is not null => row with { Family = row.Id },
                Flaw.ReplacesItsOwnFamily when terms.Limit is null => row with { Family = row.Id },
                _ => row,
            };
            AddTerms applied = flaw switch
            {
                Flaw.IgnoresTheLimit => terms with { Limit = null },
                Flaw.ForgetsToReplace => terms with { Replaces = [] },
                _ => terms,
            };
            Admission admission = Admission.Decide(judged, applied, now, live);
            return flaw switch
            {
                Flaw.EvictsOneOnly => admission with { Ending = [.. admission.Ending.Take(1)] },
                Flaw.ReplacesThoughRejected when !admission.Admitted =>
                    admission with { Ending = Admission.Decide(row, terms with { Limit = null }, now, live).Ending },
                _ => admission,
            };
        }
    }

    private AddResult Carry(SessionRow row, Admission admission)
    {
        lock (_lock)
        {
            foreach (SessionRow ended in admission.Ending)
            {
                Put(ended);
            }

            if (admission.Admitted)
            {
                Put(row);
            }

            return new AddResult(admission.Admitted, admission.Ending, admission.Live);
        }
    }

    private UpdateOutcome Judge(SessionRow row, RowVersion expected, out SessionRow? stored)
    {
        lock (_lock)
        {
            if (!_rows.TryGetValue(row.Id, out stored))
            {
                return flaw == Flaw.UpdateInserts ? Put(row) : UpdateOutcome.NotFound;
            }

            if (stored.End is not null && flaw != Flaw.RevivesTheEnded)
            {
                return UpdateOutcome.Ended;
            }

            return stored.Version == expected || flaw == Flaw.ForgetsTheVersion ? UpdateOutcome.Updated : UpdateOutcome.Conflict;
        }
    }

    private SessionRow Touch(SessionRow row, SessionMark mark) => flaw switch
    {
        Flaw.TouchChangesTheVersion => mark.ApplyTo(row) is var marked && marked != row ? marked with { Version = row.Version.Next() } : row,
        Flaw.TouchMovesBack when row.End is null => mark.ApplyTo(row) with { LastSeenAt = mark.LastSeenAt ?? row.LastSeenAt },
        Flaw.TouchMovesTheFirstSight when row.SeenAt is not null => mark.ApplyTo(row with { SeenAt = null }),
        Flaw.TouchForgetsTheGeneration => (mark with { Generation = row.Access.Generation }).ApplyTo(row),
        Flaw.TouchDropsTheUseOfAnotherGeneration => mark.Generation == row.Access.Generation ? mark.ApplyTo(row) : row,
        Flaw.TouchTouchesTheEnded => mark.ApplyTo(row with { End = null }) with { End = row.End },
        _ => mark.ApplyTo(row),
    };

    private UpdateOutcome Put(SessionRow row)
    {
        lock (_lock)
        {
            _rows[row.Id] = flaw switch
            {
                Flaw.ForgetsTheTickets => row with { Tickets = [] },
                Flaw.RoundsToSeconds => row with { CreatedAt = DateTimeOffset.FromUnixTimeSeconds(row.CreatedAt.ToUnixTimeSeconds()) },
                _ => row,
            };
            return UpdateOutcome.Updated;
        }
    }

    private IEnumerable<SessionRow> Live(string subject, DateTimeOffset now) =>
        _rows.Values.Where(row => row.Subject == subject && row.IsLive(now));

    private void Cancel(CancellationToken cancellationToken)
    {
        if (flaw != Flaw.IgnoresCancellation)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
