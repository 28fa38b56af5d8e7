using System.Buffers.Binary;
using Sessvm.Keys;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>A row on its way in: encoded by its caller, before it waits for its turn.</summary>
internal sealed class NewRow(SessionRow row, RowVersion expected = default)
{
    internal byte[] Id { get; } = row.Id.ToByteArray();

    internal long Expected { get; } = expected.Value;

    internal byte[] Body { get; } = SessionRowCodec.Encode(row);

    internal SessionRowColumns Columns { get; } = SessionRowColumns.Of(row);

    internal long? EndedAt => Columns.IsEnded ? Columns.EndedAt : null;

    internal long CreatedAt { get; } = row.CreatedAt.ToUnixTimeMilliseconds();

    internal long Deadline { get; } = row.Deadline.ToUnixTimeMilliseconds();

    internal long Idle { get; } = row.IdleTimeout.Ticks / TimeSpan.TicksPerMillisecond;

    internal Guid Subject { get; } = SubjectHash.Of(row.Subject);

    internal byte[] Device { get; } = DeviceBytes(row.Device);

    /// <summary>The family; <see langword="null"/> for its root.</summary>
    internal byte[]? Family { get; } = row.Family == row.Id ? null : row.Family.ToByteArray();

    internal static byte[] DeviceBytes(KeyedHash device)
    {
        byte[] bytes = new byte[17];
        bytes[0] = device.KeyId;
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(1), device.Value);
        return bytes;
    }
}
