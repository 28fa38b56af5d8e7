namespace Sessvm.AspNetCore;

/// <summary>What a request carries to say who it is.</summary>
internal readonly record struct Credential
{
    /// <summary>How the token came.</summary>
    public CredentialSource Source { get; init; }

    /// <summary>The token, or the ticket.</summary>
    public ReadOnlyMemory<char> Token { get; init; }

    /// <summary>The device id; <see langword="null"/> where none came.</summary>
    public Guid? Device { get; init; }

    /// <summary>Whether two different device ids came, or one that is none.</summary>
    public bool DeviceClash { get; init; }

    /// <summary>The CSRF cookie.</summary>
    public ReadOnlyMemory<char> CsrfCookie { get; init; }

    /// <summary>Names the source only (R9).</summary>
    public override string ToString() => $"{nameof(Credential)} {Source}";
}
