using Sessvm.Sessions;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.Stores.Racer;

/// <summary>What the racers of one process do.</summary>
internal static class Races
{
    private static readonly DateTimeOffset Start = SampleRows.Start;

    internal static Task RunAsync(string race, ISessionStore store, int racers, string[] arguments, Action<string> say) => race switch
    {
        "exchange" => ExchangeAsync(store, racers, arguments[0], Guid.Parse(arguments[1]), say),
        "revoke" => RevokeAsync(store, racers, Id(arguments[0]), ends: arguments[1] == "ends", say),
        "cap" => CapAsync(store, racers, arguments[0], int.Parse(arguments[1]), Enum.Parse<WhenFull>(arguments[2]), say),
        "write" => WriteAsync(store, racers, say),
        _ => throw new ArgumentException($"There is no race «{race}»."),
    };

    /// <summary>All present one token, whose time is over: says the successor that each was given, or why it was refused.</summary>
    private static async Task ExchangeAsync(ISessionStore store, int racers, string token, Guid device, Action<string> say)
    {
        await using SessionService service = RacingNode.Over(store, RacingNode.Later);
        await AtOnceAsync(racers, async _ =>
        {
            ExchangeResult result = await service.ExchangeAsync(new ExchangeRequest(token, device, RacingNode.Home));
            say(result.Succeeded ? $"ok {result.AccessToken.Value.Reveal()}" : $"refused {result.Reason}");
        });
    }

    /// <summary>Each goes on from what it reads; one in the middle ends the family. Says «updated» or «lost», and «ended» once.</summary>
    private static Task RevokeAsync(ISessionStore store, int racers, SessionId id, bool ends, Action<string> say) => AtOnceAsync(racers, async number =>
    {
        if (ends && number == racers / 2)
        {
            var end = new SessionEnd(EndReason.Revoked, Start.AddHours(1));
            foreach (SessionRow gone in await store.EndAsync(EndTarget.OfFamily(id), end, CancellationToken.None))
            {
                say($"ended {gone.Id}");
            }

            return;
        }

        SessionRow row = (await store.FindAsync(id, CancellationToken.None))!;
        UpdateOutcome outcome = await store.UpdateAsync(SampleRows.Exchanged(row) with { End = null }, row.Version, CancellationToken.None);
        say(outcome != UpdateOutcome.Updated ? $"lost {outcome}" : row.End is null ? "updated" : "resurrected");
    });

    /// <summary>All sign in as one subject. Says «added» or «rejected», and «evicted» for each that gave way.</summary>
    private static Task CapAsync(ISessionStore store, int racers, string subject, int limit, WhenFull whenFull, Action<string> say) => AtOnceAsync(racers, async _ =>
    {
        SessionRow row = SampleRows.Typical(subject);
        AddResult result = await store.AddAsync(row, new AddTerms(limit, whenFull, []), Start, CancellationToken.None);
        say(result.Added ? $"added {row.Id}" : "rejected");
        foreach (SessionRow gone in result.Ended)
        {
            say($"evicted {gone.Id}");
        }
    });

    /// <summary>
    /// Adds, exchanges and ends until the store fails, and says of each what was acknowledged: the handle, the generation, and
    /// «live» or «ended».
    /// </summary>
    private static Task WriteAsync(ISessionStore store, int racers, Action<string> say) => AtOnceAsync(racers, async _ =>
    {
        try
        {
            while (true)
            {
                SessionRow row = SampleRows.Typical();
                await store.AddAsync(row, AddTerms.None, Start, CancellationToken.None);
                say($"{row.Id} 1 live");
                for (int exchanges = 0; exchanges < 4; exchanges++)
                {
                    SessionRow next = SampleRows.Exchanged(row);
                    if (await store.UpdateAsync(next, row.Version, CancellationToken.None) is var outcome && outcome != UpdateOutcome.Updated)
                    {
                        say($"{row.Id} {row.Access.Generation} {outcome}"); // nobody else writes this row
                        return;
                    }

                    row = next;
                    say($"{row.Id} {row.Access.Generation} live");
                }

                if (Random.Shared.Next(2) == 0)
                {
                    await store.EndAsync(EndTarget.One(row.Id), new SessionEnd(EndReason.Revoked, Start.AddHours(1)), CancellationToken.None);
                    say($"{row.Id} {row.Access.Generation} ended");
                }
            }
        }
        catch (SessionStoreException)
        {
            // what was not acknowledged may be there or not
        }
    });

    private static SessionId Id(string handle) =>
        SessionId.TryParse(handle, out SessionId id) ? id : throw new ArgumentException($"«{handle}» is no handle.");

    private static Task AtOnceAsync(int racers, Func<int, Task> run) =>
        Task.WhenAll(Enumerable.Range(0, racers).Select(number => Task.Run(() => run(number))));
}
