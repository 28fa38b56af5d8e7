using Sessvm.Stores.Internal;
using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>
/// The stored form of a row: a compact body, which only an update changes, and <see cref="SessionRowColumns"/> beside
/// it. A store keeps the id as its key; it is not in the body.
/// </summary>
/*
    FORMAT, version 1

    body     = version parts created deadline idle subject family? device deviceKey? authenticated
               access refresh? holder fingerprint scopes tokenClaims? claims? data? tickets?
    version  = %x01
    parts    = 2 bytes, RowBodyParts
    created  = signed           ; Unix time in milliseconds
    deadline, authenticated = instant
    idle     = varint           ; milliseconds
    subject  = 16 bytes, a UUID in lower case, with PackedSubject | plain
    family   = 18 bytes         ; without Root
    device   = keyId 16 bytes
    deviceKey= 32 bytes
    access   = lineage          ; its generation is a column
    refresh  = generation lineage accessGeneration
    lineage  = floor rotated issued lifetime keyId     ; rotated: instant; issued: signed, from rotated; lifetime: seconds
    holder   = agent tls?       ; tls: text, with HolderTls
    agent    = browser version system                  ; text signed text
    fingerprint = agent? language? network? tls? more? ; agent: without SameAgent; text, text, text
    more     = flags asn? device? habits? custom?      ; with More; 1 byte RowBodyMore, not 0; varint, not 0; 1 byte, not 0; varint, not 0
    habits   = size bytes       ; 1 byte, 1 to 120; what they mean is the policy's to know
    scopes   = count *text      ; at most 32
    claims   = count *(type value)                     ; text text
    data     = count *(name size json)                 ; text varint bytes
    tickets  = count *(nonce expires)                  ; at most 16; 8 bytes, instant

    instant  = signed, from created
    varint   = LEB128 in its shortest form;  signed = varint of the zigzag form
    plain    = varint (length), UTF-8
    text     = varint (length × 2), UTF-8 | varint (place × 2 + 1), where one of the first 32 texts is equal

    Each row has exactly one form. Numbers of fixed size are big-endian.
*/
public static class SessionRowCodec
{
    /// <summary>The most bytes that a body can have.</summary>
    public const int MaxLength = 16_384;

    internal const int MostScopes = 32;
    internal const int MostTickets = 16;
    internal const int DeviceKeySize = 32;

    private const byte Format = 1;
    private const int Scratch = 512;

    /// <summary>Encodes the body of a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">The row is too large, or one of its parts breaks the bounds that its documentation names.</exception>
    public static byte[] Encode(SessionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var writer = new RowBodyWriter(stackalloc byte[Scratch]);
        try
        {
            RowBodyEncoding.Write(ref writer, row, Format);
            return writer.Finish();
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Reads a row from its stored form.</summary>
    /// <param name="id">The row's id.</param>
    /// <param name="body">The body.</param>
    /// <param name="columns">What stands beside it.</param>
    /// <exception cref="SessionStoreException">The stored form is malformed, or of a newer version.</exception>
    public static SessionRow Decode(SessionId id, ReadOnlySpan<byte> body, in SessionRowColumns columns)
    {
        var reader = Open(id, body);
        return RowBodyDecoding.Read(ref reader, id, columns);
    }

    /// <summary>Whether a body is of a row of this subject; quicker than to decode it.</summary>
    /// <param name="id">The row's id.</param>
    /// <param name="body">The body.</param>
    /// <param name="subject">The subject.</param>
    /// <exception cref="SessionStoreException">The stored form is malformed, or of a newer version.</exception>
    public static bool IsOf(SessionId id, ReadOnlySpan<byte> body, string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var reader = Open(id, body);
        return RowBodyDecoding.HasSubject(ref reader, subject, out _);
    }

    /// <summary>
    /// Whether <see cref="Admission.Decide"/> has to be told of a stored row, where it is live; quicker than to decode it.
    /// Without a limit only the rows that are replaced have a say, and a subject with thousands of others is no slower.
    /// </summary>
    /// <param name="id">The row's id.</param>
    /// <param name="body">The body.</param>
    /// <param name="subject">The new row's subject.</param>
    /// <param name="terms">The new row's terms.</param>
    /// <exception cref="SessionStoreException">The stored form is malformed, or of a newer version.</exception>
    public static bool Concerns(SessionId id, ReadOnlySpan<byte> body, string subject, AddTerms terms)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(terms);
        var reader = Open(id, body);
        return RowBodyDecoding.HasSubject(ref reader, subject, out var parts)
            && (terms.Limit is not null || terms.Replaces.Contains(RowBodyDecoding.DeviceBehindSubject(ref reader, parts)));
    }

    /// <summary>The <see cref="SessionRow.LapsesAt"/> of a stored row; quicker than to decode it.</summary>
    /// <param name="id">The row's id.</param>
    /// <param name="body">The body.</param>
    /// <param name="columns">What stands beside it.</param>
    /// <returns>Unix time in milliseconds.</returns>
    /// <exception cref="SessionStoreException">The stored form is malformed, or of a newer version.</exception>
    public static long LapsesAt(SessionId id, ReadOnlySpan<byte> body, in SessionRowColumns columns)
    {
        var reader = Open(id, body);
        RowBodyDecoding.Limits(ref reader, out _, out long deadline, out long idle);
        return Math.Min(deadline, RowBodyDecoding.Stored(ref reader, columns.LastSeenAt) + idle);
    }

    private static RowBodyReader Open(SessionId id, ReadOnlySpan<byte> body)
    {
        var reader = new RowBodyReader(id, body);
        if (body.Length > MaxLength)
        {
            throw reader.Malformed("it is too long");
        }

        byte format = reader.Byte();
        return format switch
        {
            Format => reader,
            0 => throw reader.Malformed("it has no version"),
            _ => throw new SessionStoreException(
                $"The stored row of session {id} has format {format}; this version of Sessvm reads up to {Format}. Upgrade this node."),
        };
    }
}
