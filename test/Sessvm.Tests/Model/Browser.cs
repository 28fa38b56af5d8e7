using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>
/// The owner's browser: one jar for all tabs. Each request carries what the jar holds when it is sent, so a tab is
/// nothing but its requests in flight. A bearer client keeps a newer generation against a late older one.
/// </summary>
internal sealed class Browser(bool bearer)
{
    public string Jar { get; private set; } = "";

    public List<Flight> Flights { get; } = [];

    public void Receive(string token, Func<string, AccessToken> read)
    {
        if (!bearer || Jar.Length == 0 || read(token).Generation >= read(Jar).Generation)
        {
            Jar = token;
        }
    }

    /// <summary>The flight that a number means, among those that are on the way out or back.</summary>
    public Flight? Pick(int number, bool answered)
    {
        Flight[] some = [.. Flights.Where(flight => flight.IsAnswered == answered)];
        return some.Length == 0 ? null : some[number % some.Length];
    }
}

/// <summary>A request on its way out, or its answer on the way back.</summary>
internal sealed class Flight(string token, bool exchange, bool background, DateTimeOffset since)
{
    public string Token => token;

    public bool Exchange => exchange;

    public bool Background => background;

    /// <summary>When this leg began: no leg lasts as long as the overlap.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    public bool IsAnswered { get; private set; }

    /// <summary>The token that the answer sets; <see langword="null"/> where it sets none (R2).</summary>
    public string? Sets { get; private set; }

    public void Answer(string? sets, DateTimeOffset now) => (IsAnswered, Sets, Since) = (true, sets, now);
}
