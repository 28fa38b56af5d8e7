using System.Numerics;
using System.Security.Cryptography;

namespace Sessvm.Keys;

/// <summary>
/// HMAC-SHA-256 under one key, without an allocation: keyed instances wait in slots, one for each processor, and are
/// taken and put back without a lock. A reused instance costs less than half of the one-shot call. Safe for concurrent use.
/// </summary>
internal sealed class MacKey
{
    public const int Size = HMACSHA256.HashSizeInBytes;

    // Slots stand a cache line apart, so that processors do not wait for one another.
    private const int Stride = 8;
    private const int MostSlots = 64;

    private readonly byte[] _key;
    private readonly IncrementalHash?[] _idle;
    private readonly int _mask;

    public MacKey(ReadOnlySpan<byte> key)
    {
        // Pinned: the collector leaves no second copy behind.
        _key = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        key.CopyTo(_key);
        int slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MostSlots));
        _idle = new IncrementalHash?[slots * Stride];
        _mask = slots - 1;
    }

    /// <summary>Computes the MAC of <paramref name="data"/>.</summary>
    /// <param name="data">What to authenticate.</param>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        int home = Thread.GetCurrentProcessorId() & _mask;
        IncrementalHash hash = Interlocked.Exchange(ref _idle[home * Stride], null) ?? TakeElsewhere(home);

        // An instance that threw is in an unknown state and is not put back.
        hash.AppendData(data);
        hash.GetHashAndReset(destination);

        if (Interlocked.CompareExchange(ref _idle[home * Stride], hash, null) is not null)
        {
            PutElsewhere(home, hash);
        }
    }

    private IncrementalHash TakeElsewhere(int home)
    {
        for (int step = 1; step <= _mask; step++)
        {
            ref IncrementalHash? slot = ref _idle[((home + step) & _mask) * Stride];
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } hash)
            {
                return hash;
            }
        }

        return IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
    }

    private void PutElsewhere(int home, IncrementalHash hash)
    {
        for (int step = 1; step <= _mask; step++)
        {
            if (Interlocked.CompareExchange(ref _idle[((home + step) & _mask) * Stride], hash, null) is null)
            {
                return;
            }
        }

        hash.Dispose();
    }
}
