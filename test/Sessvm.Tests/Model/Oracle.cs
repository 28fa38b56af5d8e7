using Sessvm.Events;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>
/// What somebody knows who has watched everything from outside: what was minted, used, ended and lost. The checks of
/// each step stand in <see cref="ExchangeChecks"/> and <see cref="RequestChecks"/>.
/// </summary>
internal sealed class Oracle(Settings settings, SessionId session, ModelStore store, DateTimeOffset start)
{
    private readonly TokenCodec _codec = new(Node.Keys);
    private readonly Dictionary<string, AccessToken> _read = [];

    public Settings Settings => settings;

    public Reference Reference { get; } = new(settings, start);

    public List<SessionEvent> Events { get; } = [];

    public SessionRow Row => store.Rows[session];

    /// <summary>No write was ever lost: the reference knows every answer.</summary>
    public bool Clean { get; private set; } = true;

    /// <summary>A thief has presented something: the owner may have to sign in again.</summary>
    public bool Intruded { get; set; }

    /// <summary>A use may have been forgotten together with its node or by the store: the idle deadline may come sooner.</summary>
    public bool UsesLost { get; set; }

    /// <summary>When the session was used by a person, whether that is written already or not.</summary>
    public DateTimeOffset LastUsed => Uses[^1];

    public List<DateTimeOffset> Uses { get; } = [start];

    public uint HighestFloor { get; set; } = 1;

    public bool EverEnded { get; set; }

    /// <summary>The successor that a thief obtained, and that nothing has told of yet.</summary>
    public AccessToken? Undetected { get; set; }

    private int EndsLost { get; set; }

    public AccessToken Read(string text)
    {
        if (!_read.TryGetValue(text, out var token))
        {
            Violation.Unless(_codec.ReadAccess(text, LastUsed, out token) == TokenStatus.Ok, "A token that was handed out is not one of ours.");
            _read[text] = token;
        }

        return token;
    }

    public void Failed(int lost, bool endLost)
    {
        if (lost > 0)
        {
            Clean = false;
            UsesLost = true;
            Undetected = null;
            EndsLost += endLost ? 1 : 0;
        }
    }

    /// <summary>What holds after every step, whatever it was.</summary>
    public void CheckAlways()
    {
        Violation.Unless(store.Rows.Count == 1, "R1: one row per session.");
        Violation.Unless(Row.Deadline == Reference.Deadline, "R6: the absolute deadline moved.");
        Violation.Unless(
            Row.Access.Lifetime == TimeSpan.Zero || (Row.Access.ExpiresAt <= Row.Deadline && Row.Access.ExpiresAt <= LastUsed + Row.IdleTimeout),
            "R6: a row would mint a token that outlives a deadline.");
        Violation.Unless(Events.OfType<ReplayDetected>().Count() <= 1 + EndsLost, "R4: one replay, one event.");
        Violation.Unless(Events.OfType<SessionEnded>().Count() <= 1 + EndsLost, "R5: one end, one event.");
        Violation.Unless(!Clean || !EverEnded || Row.End is not null, "R5: ended is final.");
    }
}
