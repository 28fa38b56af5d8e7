using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sessvm.Sessions;

/// <summary>
/// Tokens that were verified on this node, by their text. Bounded in bytes; only verified tokens enter, so garbage can neither
/// fill it nor flush it. What is refused leaves at once, and what is not asked for leaves in time: when the young half is
/// full, or as old as a token may get, it becomes the old one, and the old one is dropped.
/// </summary>
/// <param name="mostBytes">What both halves take at most, by an estimate that is on the large side.</param>
/// <param name="lifetime">How long a token lives.</param>
internal sealed class VerifiedTokens(long mostBytes, TimeSpan lifetime)
{
    private volatile Half _young = new(default);
    private volatile Half _old = new(default);

    /// <summary>Finds a token without allocating.</summary>
    public bool TryGet(ReadOnlySpan<char> text, DateTimeOffset now, [MaybeNullWhen(false)] out AuthenticatedSession session)
    {
        if (_young.Lookup.TryGetValue(text, out session))
        {
            return true;
        }

        if (_old.Lookup.TryGetValue(text, out session))
        {
            Add(text, session, now);
            return true;
        }

        return false;
    }

    /// <summary>Takes a verified token in, and gives the instance that all requests with it share.</summary>
    public AuthenticatedSession Add(ReadOnlySpan<char> text, AuthenticatedSession session, DateTimeOffset now)
    {
        var young = _young;
        if (young.Bytes >= mostBytes / 2 || now - young.Born >= lifetime)
        {
            lock (this)
            {
                if (_young == young)
                {
                    _old = young;
                    _young = young = new Half(now);
                }
            }
        }

        return young.Add(text.ToString(), session);
    }

    /// <summary>Forgets a token that is refused from now on.</summary>
    public void Remove(ReadOnlySpan<char> text)
    {
        _young.Remove(text);
        _old.Remove(text);
    }

    /// <summary>Forgets everything: a key has been replaced.</summary>
    public void Clear()
    {
        lock (this)
        {
            _young = new Half(_young.Born);
            _old = new Half(_old.Born);
        }
    }

    private sealed class Half
    {
        private readonly ConcurrentDictionary<string, AuthenticatedSession> _tokens = new(TokenComparer.Instance);
        private long _bytes;

        public Half(DateTimeOffset born)
        {
            Born = born;
            Lookup = _tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public DateTimeOffset Born { get; }

        public ConcurrentDictionary<string, AuthenticatedSession>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

        public long Bytes => Volatile.Read(ref _bytes);

        public AuthenticatedSession Add(string text, AuthenticatedSession session)
        {
            var winner = _tokens.GetOrAdd(text, session);
            if (winner == session)
            {
                Interlocked.Add(ref _bytes, Cost(text.Length));
            }

            return winner;
        }

        public void Remove(ReadOnlySpan<char> text)
        {
            if (Lookup.TryRemove(text, out _, out _))
            {
                Interlocked.Add(ref _bytes, -Cost(text.Length));
            }
        }

        // The session and its place; its text, and what it says again as subject, scopes, claims and identity.
        private static long Cost(int characters) => 512 + (8L * characters);
    }

    /// <summary>
    /// A token's last 22 characters hold its MAC: hashed with the process's own random seed, and compared in constant
    /// time (R10). The rest is not secret.
    /// </summary>
    private sealed class TokenComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
    {
        private const int MacLength = 22;

        public static TokenComparer Instance { get; } = new();

        public bool Equals(string? x, string? y) => x is null ? y is null : y is not null && Equals(x.AsSpan(), y);

        public int GetHashCode(string obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<char> alternate, string other)
        {
            if (alternate.Length != other.Length)
            {
                return false;
            }

            int mac = Math.Max(0, alternate.Length - MacLength);
            Span<byte> shown = stackalloc byte[MacLength];
            Span<byte> known = stackalloc byte[MacLength];

            // Half the bytes, half the time: the platform compares byte by byte.
            return Ascii.FromUtf16(alternate[mac..], shown, out _) == OperationStatus.Done
                && Ascii.FromUtf16(other.AsSpan(mac), known, out _) == OperationStatus.Done
                && CryptographicOperations.FixedTimeEquals(shown, known)
                && alternate[..mac].SequenceEqual(other.AsSpan(0, mac));
        }

        public int GetHashCode(ReadOnlySpan<char> alternate) =>
            string.GetHashCode(alternate[Math.Max(0, alternate.Length - MacLength)..]);

        public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();
    }
}
