using System.Text;

namespace Sessvm.Tokens;

/// <summary>A verified access token, as it lies in the caller's scratch: nothing is allocated before it is asked for.</summary>
internal readonly ref struct AccessTokenView
{
    private readonly TokenStem _stem;
    private readonly int _scopeCount;
    private readonly int _claimCount;
    private readonly ReadOnlySpan<byte> _scopes;
    private readonly ReadOnlySpan<byte> _claims;

    internal AccessTokenView(
        scoped in TokenStem stem,
        uint requesterTag,
        bool persistent,
        bool subjectIsUuid,
        ReadOnlySpan<byte> subject,
        int scopeCount,
        ReadOnlySpan<byte> scopes,
        int claimCount,
        ReadOnlySpan<byte> claims)
    {
        _stem = stem;
        RequesterTag = requesterTag;
        Persistent = persistent;
        SubjectIsUuid = subjectIsUuid;
        Subject = subject;
        _scopeCount = scopeCount;
        _scopes = scopes;
        _claimCount = claimCount;
        _claims = claims;
    }

    public TokenStem Stem => _stem;

    public SessionId Session => _stem.Session;

    public uint Generation => _stem.Generation;

    public uint Floor => _stem.Floor;

    public DateTimeOffset IssuedAt => _stem.IssuedAt;

    public TimeSpan Lifetime => _stem.Lifetime;

    public DateTimeOffset ExpiresAt => _stem.IssuedAt + _stem.Lifetime;

    public byte KeyId => _stem.KeyId;

    public uint DeviceTag => _stem.DeviceTag;

    public uint RequesterTag { get; }

    public bool Persistent { get; }

    /// <summary>Whether <see cref="Subject"/> holds the 16 bytes of a UUID, and not UTF-8.</summary>
    public bool SubjectIsUuid { get; }

    /// <summary>The subject: UTF-8, or the 16 bytes of a UUID in RFC 9562 order.</summary>
    public ReadOnlySpan<byte> Subject { get; }

    public int ScopeCount => _scopeCount;

    /// <summary>The scopes, as UTF-8, read one by one.</summary>
    public ScopeEnumerator Scopes => new(_scopes);

    public string SubjectText() =>
        SubjectIsUuid ? UuidText.Unpack(Subject) : Encoding.UTF8.GetString(Subject);

    public bool HasScope(scoped ReadOnlySpan<byte> scope)
    {
        foreach (ReadOnlySpan<byte> mine in Scopes)
        {
            if (mine.SequenceEqual(scope))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A copy that outlives the scratch.</summary>
    public AccessToken ToToken() => new()
    {
        Session = Session,
        Generation = Generation,
        Floor = Floor,
        IssuedAt = IssuedAt,
        Lifetime = Lifetime,
        KeyId = KeyId,
        DeviceTag = DeviceTag,
        RequesterTag = RequesterTag,
        Persistent = Persistent,
        Subject = SubjectText(),
        Scopes = CopyScopes(),
        Claims = CopyClaims(),
    };

    private string[] CopyScopes()
    {
        if (_scopeCount == 0)
        {
            return [];
        }

        var scopes = new string[_scopeCount];
        int i = 0;
        foreach (ReadOnlySpan<byte> scope in Scopes)
        {
            scopes[i++] = Encoding.UTF8.GetString(scope);
        }

        return scopes;
    }

    private SessionClaim[] CopyClaims()
    {
        if (_claimCount == 0)
        {
            return [];
        }

        var claims = new SessionClaim[_claimCount];
        var reader = new TokenBodyReader(_claims);
        for (int i = 0; i < claims.Length; i++)
        {
            // Both were read once already, when the view was made.
            AccessBody.TryLongText(ref reader, out ReadOnlySpan<byte> type);
            AccessBody.TryLongText(ref reader, out ReadOnlySpan<byte> value);
            claims[i] = new SessionClaim(Encoding.UTF8.GetString(type), Encoding.UTF8.GetString(value));
        }

        return claims;
    }

    /// <summary>Reads scopes one by one.</summary>
    internal ref struct ScopeEnumerator(ReadOnlySpan<byte> scopes)
    {
        private ReadOnlySpan<byte> _rest = scopes;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly ScopeEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            Current = _rest.Slice(1, _rest[0]);
            _rest = _rest[(1 + _rest[0])..];
            return true;
        }
    }
}
