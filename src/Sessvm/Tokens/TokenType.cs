namespace Sessvm.Tokens;

/// <summary>The kinds of text that begin with a two-byte header; the value is the header's first letter.</summary>
public enum TokenType
{
    /// <summary>An access token, <c>A1.…</c>.</summary>
    Access = 'A',

    /// <summary>A refresh token, <c>R1.…</c>.</summary>
    Refresh = 'R',

    /// <summary>A session handle, <c>S1.…</c>: public, no credential.</summary>
    Session = 'S',

    /// <summary>A device, <c>D1.…</c>: reserved.</summary>
    Device = 'D',

    /// <summary>A one-use ticket, <c>T1.…</c>.</summary>
    Ticket = 'T',
}
