using Microsoft.Extensions.Primitives;

namespace Sessvm.AspNetCore;

/// <summary>Gathers the device ids of a request, which must all be the same one.</summary>
internal struct DeviceIds
{
    public Guid? Value { get; private set; }

    /// <summary>Whether there are two, or one that is no UUID.</summary>
    public bool Clash { get; private set; }

    public void Add(StringValues header)
    {
        foreach (string? value in header)
        {
            Add(value.AsSpan().Trim());
        }
    }

    public void Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (!Guid.TryParseExact(text, "D", out var device) || device == Guid.Empty || (Value is { } known && known != device))
        {
            Clash = true;
        }
        else
        {
            Value = device;
        }
    }
}
