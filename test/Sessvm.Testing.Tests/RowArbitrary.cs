using CsCheck;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Testing.Tests;

/// <summary>Arbitrary rows, within the bounds that a row documents.</summary>
internal static class RowArbitrary
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 12],
        Gen.OneOf(Gen.Const("Chrome"), Gen.Const("Windows"), Gen.Const("é"), Gen.Const("😀"), Gen.Const("")));

    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Long[-62_135_596_800_000, 221_845_392_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<DateTimeOffset> Near =
        Gen.Long[0, 4_000_000_000].Select(static offset => SampleRows.Start.AddMilliseconds(offset));

    private static readonly Gen<DateTimeOffset> Any = Gen.Frequency((1, Instant), (4, Near));

    private static readonly Gen<Agent> Agents = Gen.Select(Text, Gen.Int, Text).Select(static (browser, version, system) => new Agent(browser, version, system));

    private static readonly Gen<KeyedHash> Hashes =
        Gen.Select(Gen.Byte, Gen.ULong, Gen.ULong).Select(static (key, high, low) => new KeyedHash(key, new UInt128(high, low)));

    private static readonly Gen<Lineage> Lineages =
        Gen.Select(Gen.UInt, Gen.UInt, Any, Any, Gen.Int[0, int.MaxValue], Gen.Byte).Select(static (generation, floor, rotated, issued, lifetime, key) =>
            new Lineage(generation, floor, rotated, issued, TimeSpan.FromSeconds(lifetime), key));

    private static readonly Gen<SessionClaim[]> Claims =
        Gen.Select(Text, Text).Select(static (type, value) => new SessionClaim(type, value)).Array[0, 20];

    private static readonly Gen<SessionDatum[]> Data =
        Gen.Select(Text, Gen.Byte.Array[0, 40]).Select(static (name, json) => new SessionDatum(name, json)).Array[0, 5];

    private static readonly Gen<RedeemedTicket[]> Tickets =
        Gen.Select(Gen.ULong, Any).Select(static (nonce, expires) => new RedeemedTicket(nonce, expires)).Array[0, 16];

    private static readonly Gen<string> Subjects = Gen.OneOf(
        Gen.Guid.Select(static guid => guid.ToString()),
        Gen.Guid.Select(static guid => guid.ToString().ToUpperInvariant()),
        Gen.String[Gen.Char.AlphaNumeric, 1, 60],
        Gen.Const("日本"));

    internal static Gen<SessionRow> Rows { get; } =
        from row in Subjects.Select(static subject => SampleRows.Typical(subject))
        from child in Gen.Bool
        from instants in Gen.Select(Any, Any, Any, Any)
        from idle in Gen.Long[0, 4_000_000_000_000]
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        from device in Hashes
        from key in Gen.Byte.Array[32].Null()
        from access in Lineages
        from refresh in Gen.Select(Lineages, Gen.UInt).Select(static (tokens, generation) => new RefreshLineage(tokens, generation)).Null()
        from agents in Gen.Select(Agents, Agents, Gen.Bool)
        from traits in Gen.Select(Text.Null(), Text.Null(), Text.Null(), Text.Null())
        from more in Gen.Select(Gen.OneOf(Gen.UInt.Select(static one => (uint?)one), Gen.Const((uint?)null)), Gen.Enum<DeviceClass>())
        from habits in Gen.Frequency((1, Gen.Const(Array.Empty<byte>())), (2, Gen.Byte.Array[1, Habits.MaxSize]))
        from scopes in Text.Array[0, 32]
        from claims in Gen.Select(Claims, Claims)
        from data in Data
        from tickets in Tickets
        from seen in Gen.Select(Any, Gen.Bool).Select(static (seen, isSeen) => isSeen ? seen : (DateTimeOffset?)null)
        from end in Gen.Select(Gen.Enum<EndReason>(), Any).Select(static (reason, at) => new SessionEnd(reason, at)).Null()
        from version in Gen.Long
        select row with
        {
            Family = child ? SessionId.Create("x") : row.Id,
            CreatedAt = instants.Item1,
            AuthenticatedAt = instants.Item2,
            Deadline = instants.Item3,
            LastSeenAt = instants.Item4,
            IdleTimeout = TimeSpan.FromMilliseconds(idle),
            Persistent = flags.Item1,
            Held = flags.Item2,
            Device = device,
            DeviceKey = key is null ? default(ReadOnlyMemory<byte>?) : key, // a plain null would become an empty memory
            Access = access,
            Refresh = refresh,
            Holder = new Holder(agents.Item1, traits.Item1),
            Fingerprint = new Fingerprint(agents.Item3 ? agents.Item1 : agents.Item2, traits.Item2, traits.Item3, traits.Item4) 
            {
                AutonomousSystem = more.Item1,
                Device = more.Item2,
                Custom = (uint?)traits.Item1?.Length,
            },
            Habits = Habits.Of(habits),
            Scopes = scopes,
            TokenClaims = claims.Item1,
            Claims = claims.Item2,
            Data = data,
            Tickets = tickets,
            SeenAt = seen,
            End = end,
            Version = new RowVersion(version),
        };
}
