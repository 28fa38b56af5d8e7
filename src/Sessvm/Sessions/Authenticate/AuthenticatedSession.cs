using Sessvm.Fingerprints;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>The session of a verified access token. One instance serves every request with that token: it is built once.</summary>
public sealed class AuthenticatedSession
{
    private readonly AccessToken _token;

    internal AuthenticatedSession(in AccessToken token)
    {
        _token = token;
    }

    /// <summary>The session's name.</summary>
    public SessionId Id => _token.Session;

    /// <summary>The user, as the application names it.</summary>
    public string Subject => _token.Subject;

    /// <summary>The scopes in the token.</summary>
    public IReadOnlyList<string> Scopes => _token.Scopes;

    /// <summary>The claims in the token.</summary>
    public IReadOnlyList<SessionClaim> Claims => _token.Claims;

    /// <summary>The token's generation.</summary>
    public uint Generation => _token.Generation;

    /// <summary>The generation of the last renewal, as the token says it.</summary>
    public uint Floor => _token.Floor;

    /// <summary>When the token was issued.</summary>
    public DateTimeOffset IssuedAt => _token.IssuedAt;

    /// <summary>When the token expires. The session may go on after that.</summary>
    public DateTimeOffset ExpiresAt => _token.ExpiresAt;

    /// <summary>Whether the client's cookies outlive the browser session.</summary>
    public bool Persistent => _token.Persistent;

    /// <summary>Whether the token carries a scope.</summary>
    /// <param name="scope">The scope.</param>
    public bool HasScope(string scope) => _token.Scopes.Contains(scope);

    /// <summary>What a transport keeps with the session (its claims identity): built once a token.</summary>
    internal object? Attached { get; set; }

    internal ref readonly AccessToken Token => ref _token;

    /// <summary>The device that was found to agree with the token's tag.</summary>
    internal Guid? Device { get; set; }

    /// <summary>The requesters that were judged against the row and accepted, newest first: at most 4.</summary>
    internal Agent[] Accepted { get; set; } = [];

    /// <summary>Whether this node has noted the generation's first sight (R3).</summary>
    internal bool Noted { get; set; }

    /// <summary>When the use of the session is next worth a mark, in UTC ticks (R6).</summary>
    internal long NextTouch { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Id.ToString();
}
