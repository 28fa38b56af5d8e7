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
        if (_young.TryGet(text, out session))
        {
            return true;
        }

        if (_old.TryGet(text, out session))
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

        return young.Add(text, session);
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
        private readonly ConcurrentDictionary<byte[], AuthenticatedSession> _tokens = new(TokenComparer.Instance);
        private readonly ConcurrentDictionary<byte[], AuthenticatedSession>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        private long _bytes;

        public Half(DateTimeOffset born)
        {
            Born = born;
            _lookup = _tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public DateTimeOffset Born { get; }

        public long Bytes => Volatile.Read(ref _bytes);

        public bool TryGet(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out AuthenticatedSession session) => _lookup.TryGetValue(text, out session);

        public AuthenticatedSession Add(ReadOnlySpan<char> text, AuthenticatedSession session)
        {
            var winner = _tokens.GetOrAdd(TokenComparer.Instance.Create(text), session);
            if (winner == session)
            {
                Interlocked.Add(ref _bytes, Cost(text.Length));
            }

            return winner;
        }

        public void Remove(ReadOnlySpan<char> text)
        {
            if (_lookup.TryRemove(text, out _, out _))
            {
                Interlocked.Add(ref _bytes, -Cost(text.Length));
            }
        }

        // The session and its place; its text, and what it says again as subject, scopes, claims and identity.
        private static long Cost(int characters) => 512 + (7L * characters);
    }

    /// <summary>
    /// A token's last 22 characters hold its MAC: hashed with the process's own random seed, and compared in constant
    /// time (R10). The rest is not secret. What is kept is a byte a character: a genuine token is ASCII, and half as much
    /// is fetched from memory for it.
    /// </summary>
    private sealed class TokenComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<char>, byte[]>
    {
        private const int MacLength = 22;

        public static TokenComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) =>
            x is null ? y is null : y is not null && CryptographicOperations.FixedTimeEquals(x, y);

        public int GetHashCode(byte[] known)
        {
            int mac = MacAt(known.Length);
            Span<char> text = stackalloc char[MacLength];
            Ascii.ToUtf16(known.AsSpan(mac), text, out int length);
            return string.GetHashCode(text[..length]);
        }

        public bool Equals(ReadOnlySpan<char> shown, byte[] known)
        {
            if (shown.Length != known.Length)
            {
                return false;
            }

            int mac = MacAt(shown.Length);
            Span<byte> shownMac = stackalloc byte[MacLength];
            return Ascii.FromUtf16(shown[mac..], shownMac, out int length) == OperationStatus.Done
                && CryptographicOperations.FixedTimeEquals(shownMac[..length], known.AsSpan(mac))
                && Ascii.Equals(known.AsSpan(0, mac), shown[..mac]);
        }

        public int GetHashCode(ReadOnlySpan<char> shown) => string.GetHashCode(shown[MacAt(shown.Length)..]);

        public byte[] Create(ReadOnlySpan<char> shown)
        {
            byte[] bytes = new byte[shown.Length];
            Ascii.FromUtf16(shown, bytes, out _);
            return bytes;
        }

        private static int MacAt(int length) => Math.Max(0, length - MacLength);
    }
}
