using Sessvm.Tokens;

namespace Sessvm.Stores.Memory;

/// <summary>One row as the memory store holds it: encoded, so that a million of them stay small and few for the collector.</summary>
internal sealed class MemoryRecord(SessionId id, byte[] body, SessionRowColumns columns)
{
    internal SessionId Id { get; } = id;

    internal byte[] Body { get; set; } = body;

    internal SessionRowColumns Columns { get; set; } = columns;

    internal long LapsesAt => SessionRowCodec.LapsesAt(Id, Body, Columns);

    internal SessionRow ToRow() => SessionRowCodec.Decode(Id, Body, Columns);
}
