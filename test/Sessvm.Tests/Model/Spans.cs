using Sessvm.Sessions;

namespace Sessvm.Tests.Model;

/// <summary>The spans that matter: either side of each bound.</summary>
internal static class Spans
{
    public const int Count = 16;

    /// <summary>The longest that an answer may be in flight; until a token is due; until the session is nearly idle.</summary>
    public static readonly int[] Telling = [6, 10, 14];

    public static TimeSpan Of(SessionOptions options, int number)
    {
        var tick = TimeSpan.FromMilliseconds(1);
        var due = options.AccessLifetime - options.RefreshAhead;
        return number switch
        {
            0 => tick,
            1 => TimeSpan.FromMilliseconds(400),
            2 => TimeSpan.FromSeconds(1),
            3 => TimeSpan.FromSeconds(2.5),
            4 => TimeSpan.FromSeconds(4),
            5 => options.Overlap / 2,
            6 => options.Overlap - tick,
            7 => options.Overlap,
            8 => options.Overlap + tick,
            9 => due - TimeSpan.FromSeconds(1),
            10 => due,
            11 => options.AccessLifetime - tick,
            12 => options.AccessLifetime,
            13 => due + options.Overlap,
            14 => options.IdleTimeout - TimeSpan.FromSeconds(3),
            _ => options.IdleTimeout / 2,
        };
    }
}
