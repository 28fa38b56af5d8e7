namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// Cuts a user agent into its pieces, left to right, each character looked at a fixed number of times: words outside of
/// comments, and what stands between semicolons inside them. Brackets need not balance.
/// </summary>
internal ref struct UserAgentPieces(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;
    private int _depth;

    /// <summary>The piece.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Whether the piece stands in a comment.</summary>
    public bool InComment { get; private set; }

    /// <summary>Goes on to the next piece, if there is one.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = PieceLength();
            if (end == 0)
            {
                Step(_rest[0]);
                _rest = _rest[1..];
                continue;
            }

            Current = _rest[..end].Trim();
            InComment = _depth > 0;
            _rest = _rest[end..];
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private readonly int PieceLength()
    {
        if (_depth > 0)
        {
            return EndOf(_rest, ";()");
        }

        const string Stops = " \t;()";
        int end = EndOf(_rest, Stops);
        bool number = end > 0 && end + 1 < _rest.Length && _rest[end] == ' ' && char.IsAsciiDigit(_rest[end + 1]);
        return number && !_rest[..end].Contains('/')
            ? end + 1 + EndOf(_rest[(end + 1)..], Stops) // «Opera 8.50» is one piece
            : end;
    }

    private static int EndOf(ReadOnlySpan<char> text, ReadOnlySpan<char> stops)
    {
        int end = text.IndexOfAny(stops);
        return end < 0 ? text.Length : end;
    }

    private void Step(char bracket)
    {
        if (bracket == '(')
        {
            _depth++;
        }
        else if (bracket == ')' && _depth > 0)
        {
            _depth--;
        }
    }
}
