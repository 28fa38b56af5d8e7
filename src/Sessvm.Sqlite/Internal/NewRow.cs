using Sessvm.Stores;

namespace Sessvm.Sqlite.Internal;

/// <summary>A row on its way in: encoded before it waits for the writer.</summary>
internal sealed record NewRow(SessionRow Row, AddTerms Terms, DateTimeOffset Now)
{
    internal byte[] Body { get; } = SessionRowCodec.Encode(Row);

    internal SessionRowColumns Columns { get; } = SessionRowColumns.Of(Row);

    internal ArgumentException Taken() => new($"There is a session {Row.Id} already.", "row");
}
