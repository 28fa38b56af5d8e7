namespace Sessvm.Tokens;

/// <summary>The text of a token. A secret: it prints only its type, and is given away by <see cref="Reveal"/> alone (R9).</summary>
public readonly struct TokenText
{
    private readonly string? _text;

    /// <summary>Wraps the text of a token.</summary>
    /// <param name="text">The token.</param>
    public TokenText(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _text = text;
    }

    /// <summary>The secret text itself, for the wire.</summary>
    /// <exception cref="InvalidOperationException">The value was never set.</exception>
    public string Reveal() => _text ?? throw new InvalidOperationException("There is no token here.");

    /// <summary>The two-byte header only.</summary>
    public override string ToString() => _text is { Length: > 2 } ? $"{_text.AsSpan(0, 2)}.…" : "(none)";
}
