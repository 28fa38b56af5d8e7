using System.Buffers.Binary;
using Sessvm.Stores;

namespace Sessvm.Revocation.KeyValue.Internal;

/// <summary>Which log the port holds, and where it begins.</summary>
/// <param name="Log">Drawn anew by whoever finds none: a port that lost everything begins another log.</param>
/// <param name="Oldest">The number of the oldest segment that is kept.</param>
/*
    FORMAT, version 1. Numbers are big-endian.

    head = %x01 log oldest       ; 8 bytes each
*/
internal readonly record struct LogHead(long Log, long Oldest)
{
    internal const string Key = "sessvm:log";

    private const byte Format = 1;
    private const int Size = 1 + 8 + 8;

    internal static LogHead? Parse(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes)
        {
            return null;
        }

        return bytes.Length == Size && bytes.Span[0] == Format
            ? new LogHead(BinaryPrimitives.ReadInt64BigEndian(bytes.Span[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes.Span[9..]))
            : throw new SessionStoreException($"The value of {Key} is no head of a revocation log in a format that this version of Sessvm reads.");
    }

    internal byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), Log);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), Oldest);
        return bytes;
    }
}
