using System.Runtime.CompilerServices;
using System.Text;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>The bounds of what a session may carry, checked at the public doors.</summary>
internal static class SessionBounds
{
    public const int Subject = 255;
    public const int Scopes = 32;
    public const int Scope = 64;
    public const int TokenClaims = 1024;
    public const int RowData = 4096;
    public const int DataName = 64;

    /// <summary>Bytes of subject, scopes and claims together in a token: as text, with a cookie's name, that is under 4096 characters.</summary>
    public const int Token = 2800;

    public static void Check(StartRequest request, SessionOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.Subject, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Fingerprint, nameof(request));
        Require(Encoding.UTF8.GetByteCount(request.Subject) <= Subject, $"The subject is longer than {Subject} bytes of UTF-8.");
        Require(request.Device != Guid.Empty, $"The device id is empty; make a random UUID for a device that has none.");
        Require(request.DeviceKey is null or { Length: 32 }, $"The thumbprint of a device key is 32 bytes (SHA-256).");
        Require(
            request.AbsoluteTimeout is not { } lifetime || (lifetime >= options.AccessLifetime && lifetime <= options.AbsoluteTimeout),
            $"A session's own absolute timeout lies between AccessLifetime ({options.AccessLifetime}) and AbsoluteTimeout ({options.AbsoluteTimeout}).");
        CheckScopes(request.Scopes);
        CheckTokenClaims(request.TokenClaims);
        CheckToken(request.Subject, request.Scopes, request.TokenClaims);
        Require(SizeOf(request.Claims) <= RowData, $"The claims of the row exceed {RowData} bytes.");
    }

    public static void Check(SessionChange change)
    {
        CheckScopes(change.Scopes ?? []);
        CheckTokenClaims(change.TokenClaims ?? []);
        Require(SizeOf(change.Claims ?? []) <= RowData, $"The claims of the row exceed {RowData} bytes.");
    }

    /// <summary>The size of a row's claims and data together, in bytes.</summary>
    public static int SizeOf(SessionRow row) => SizeOf(row.Claims) + row.Data.Sum(datum => Encoding.UTF8.GetByteCount(datum.Name) + datum.Json.Length + 4);

    /// <summary>What each part may hold comes to more than a cookie can: a browser drops a larger one without a word.</summary>
    public static void CheckToken(string subject, IReadOnlyList<string> scopes, IReadOnlyList<SessionClaim> claims)
    {
        int size = Encoding.UTF8.GetByteCount(subject) + scopes.Sum(static scope => Encoding.UTF8.GetByteCount(scope) + 1) + SizeOf(claims);
        Require(size <= Token, $"The subject, the scopes and the claims of the token come to {size} bytes; allowed are {Token}, so that the token fits into a cookie. Keep claims in the row, or shorten the scopes.");
    }

    private static void CheckScopes(IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        Require(scopes.Count <= Scopes, $"There are more than {Scopes} scopes.");
        foreach (string scope in scopes)
        {
            int length = scope is null ? 0 : Encoding.UTF8.GetByteCount(scope);
            Require(length is >= 1 and <= Scope && !scope.AsSpan().ContainsAny(' ', ','), $"A scope is 1 to {Scope} bytes without space or comma.");
        }
    }

    private static void CheckTokenClaims(IReadOnlyList<SessionClaim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        Require(SizeOf(claims) <= TokenClaims, $"The claims of the token exceed {TokenClaims} bytes; keep them in the row.");
    }

    private static int SizeOf(IReadOnlyList<SessionClaim> claims) =>
        claims.Sum(claim => Encoding.UTF8.GetByteCount(claim.Type) + Encoding.UTF8.GetByteCount(claim.Value) + 4);

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] Complaint message)
    {
        if (!holds)
        {
            throw new ArgumentException(message.ToString());
        }
    }

    /// <summary>A message that is put together only where it is needed: these bounds are checked at every start.</summary>
    [InterpolatedStringHandler]
    private readonly struct Complaint
    {
        private readonly StringBuilder? _text;

        public Complaint(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = holds ? null : new StringBuilder(literalLength + (formattedCount * 8));
        }

        public void AppendLiteral(string text) => _text!.Append(text);

        public void AppendFormatted<T>(T value) => _text!.Append(value);

        public override string ToString() => _text!.ToString();
    }
}
