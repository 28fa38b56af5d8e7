using System.Text.Json;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>The data bag: small typed values in the row, changed by compare-and-swap.</summary>
internal sealed class SessionData(SessionContext context)
{
    public static T? Read<T>(SessionRow row, DataKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(key);
        foreach (var datum in row.Data)
        {
            if (datum.Name == key.Name)
            {
                return JsonSerializer.Deserialize(datum.Json.Span, key.Json);
            }
        }

        return default;
    }

    public async ValueTask<DataOutcome> ChangeAsync<T>(
        SessionId session, DataKey<T> key, Func<T?, T?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentException.ThrowIfNullOrEmpty(key.Name, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Name.Length, SessionBounds.DataName, nameof(key));
        for (var attempts = new Attempts("data"); ; attempts.Next())
        {
            var row = await context.Store.FindAsync(session, cancellationToken).ConfigureAwait(false);
            if (row is null || !row.IsLive(context.Now))
            {
                return DataOutcome.NotActive;
            }

            var next = Changed(row, key, change(Read(row, key)));
            if (SessionBounds.SizeOf(next) > SessionBounds.RowData)
            {
                return DataOutcome.TooLarge;
            }

            switch (await context.Store.UpdateAsync(next, row.Version, cancellationToken).ConfigureAwait(false))
            {
                case UpdateOutcome.Updated:
                    return DataOutcome.Changed;
                case UpdateOutcome.Conflict:
                    continue;
                default:
                    return DataOutcome.NotActive;
            }
        }
    }

    private static SessionRow Changed<T>(SessionRow row, DataKey<T> key, T? value)
    {
        List<SessionDatum> data = [.. row.Data.Where(datum => datum.Name != key.Name)];
        if (value is not null)
        {
            data.Add(new SessionDatum(key.Name, JsonSerializer.SerializeToUtf8Bytes(value, key.Json)));
        }

        return row with { Data = data, Version = row.Version.Next() };
    }
}
