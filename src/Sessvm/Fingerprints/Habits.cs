namespace Sessvm.Fingerprints;

/// <summary>
/// What a policy has learned of one session, in a form of its own: a few bytes that the row keeps and nobody but the
/// policy reads. Immutable. A policy that cannot read them takes them for <see cref="None"/>, and never throws.
/// </summary>
public sealed class Habits : IEquatable<Habits>
{
    /// <summary>The most bytes that a row keeps.</summary>
    public const int MaxSize = 120;

    private readonly byte[] _bytes;

    private Habits(byte[] bytes) => _bytes = bytes;

    /// <summary>Nothing has been learned.</summary>
    public static Habits None { get; } = new([]);

    /// <summary>Whether nothing has been learned.</summary>
    public bool IsNone => _bytes.Length == 0;

    /// <summary>The bytes, as the policy made them.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Keeps what a policy has learned. Nothing that R9 forbids belongs in it: no full address, no raw agent.</summary>
    /// <param name="bytes">At most <see cref="MaxSize"/> bytes; none gives <see cref="None"/>. They are copied.</param>
    /// <exception cref="ArgumentException">There are more bytes.</exception>
    public static Habits Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxSize)
        {
            throw new ArgumentException($"A row keeps at most {MaxSize} bytes of habits; these are {bytes.Length}.", nameof(bytes));
        }

        return bytes.IsEmpty ? None : new(bytes.ToArray());
    }

    /// <inheritdoc/>
    public bool Equals(Habits? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Habits);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>Says how much there is, not what.</summary>
    public override string ToString() => IsNone ? "no habits" : $"habits in {_bytes.Length} bytes";
}
