using Sessvm.Fingerprints;

namespace Sessvm.Sessions;

/// <summary>An access token that came with a request, and what else the request says.</summary>
/// <param name="Token">The token.</param>
/// <param name="Device">The device id that came with it; <see langword="null"/> where none did.</param>
/// <param name="Traits">What the transport knows of the request.</param>
/// <param name="Background">Whether a timer asks and not a person: the idle deadline is not moved (R6).</param>
public readonly record struct AuthenticateRequest(ReadOnlyMemory<char> Token, Guid? Device, RequestTraits Traits, bool Background = false)
{
    /// <summary>Names the type only (R9).</summary>
    public override string ToString() => nameof(AuthenticateRequest);
}
