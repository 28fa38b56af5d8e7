using System.Buffers.Binary;

namespace Sessvm.Tokens;

/// <summary>What the bodies of all sealed tokens begin with.</summary>
/// <remarks>
/// FORMAT
/// <code>
/// u8      key id
/// u8      flags                         as the type says; all others 0
/// 18      session id                    shard, then 16 random bytes
/// u40 BE  issue time                    milliseconds since 2025-01-01T00:00:00Z
/// varint  lifetime                      seconds
/// varint  generation                    at least 1
/// varint  generations since renewal     below generation; generation − this is the floor
/// u32 BE  device tag
/// </code>
/// A varint holds 7 bits a byte, the lowest first, at most 32 in all, in the shortest form only.
/// </remarks>
internal readonly record struct TokenStem(
    byte KeyId, byte Flags, SessionId Session, DateTimeOffset IssuedAt, TimeSpan Lifetime, uint Generation, uint Floor, uint DeviceTag)
{
    /// <summary>The most bytes that a stem takes.</summary>
    public const int MaxSize = FixedSize + (3 * 5) + sizeof(uint);

    private const int FixedSize = 2 + SessionId.Size + TimeSize;
    private const int TimeSize = 5;
    private const long MostMilliseconds = (1L << (8 * TimeSize)) - 1;

    private static readonly long Epoch = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public static bool TryRead(scoped ref TokenBodyReader reader, out TokenStem stem)
    {
        if (!reader.TryTake(FixedSize, out ReadOnlySpan<byte> head)
            || !reader.TryVarint(out uint seconds)
            || !reader.TryVarint(out uint generation)
            || !reader.TryVarint(out uint sinceRenewal)
            || !reader.TryUInt32(out uint deviceTag)
            || sinceRenewal >= generation)
        {
            stem = default;
            return false;
        }

        // The time's 5 bytes, read with the 3 of the session id before them and masked: one load.
        long milliseconds = BinaryPrimitives.ReadInt64BigEndian(head[^sizeof(long)..]) & MostMilliseconds;
        stem = new TokenStem(
            head[0],
            head[1],
            SessionId.Read(head[2..]),
            new DateTimeOffset(Epoch + (milliseconds * TimeSpan.TicksPerMillisecond), TimeSpan.Zero),
            new TimeSpan(seconds * TimeSpan.TicksPerSecond),
            generation,
            generation - sinceRenewal,
            deviceTag);
        return true;
    }

    /// <exception cref="ArgumentException">A field is out of its bounds.</exception>
    public void Write(ref TokenBodyWriter writer)
    {
        long ticks = IssuedAt.UtcTicks - Epoch;
        Require(
            ticks >= 0 && ticks % TimeSpan.TicksPerMillisecond == 0 && ticks / TimeSpan.TicksPerMillisecond <= MostMilliseconds,
            nameof(IssuedAt),
            "whole milliseconds, from 2025 to 2059");
        Require(
            Lifetime >= TimeSpan.Zero && Lifetime.Ticks % TimeSpan.TicksPerSecond == 0 && Lifetime.Ticks / TimeSpan.TicksPerSecond <= uint.MaxValue,
            nameof(Lifetime),
            "whole seconds, up to 2³²−1");
        Require(Floor >= 1 && Floor <= Generation, nameof(Floor), "1 to the generation");

        writer.Byte(KeyId);
        writer.Byte(Flags);
        Session.Write(writer.Room(SessionId.Size));
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, ticks / TimeSpan.TicksPerMillisecond);
        time[^TimeSize..].CopyTo(writer.Room(TimeSize));
        writer.Varint((uint)(Lifetime.Ticks / TimeSpan.TicksPerSecond));
        writer.Varint(Generation);
        writer.Varint(Generation - Floor);
        writer.UInt32(DeviceTag);
    }

    private static void Require(bool holds, string name, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"The token's {name} is out of bounds; allowed is {allowed}.", name);
        }
    }
}
