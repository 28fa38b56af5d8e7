using Microsoft.AspNetCore.Authorization;

namespace Sessvm.AspNetCore;

/// <summary>
/// Lets only sessions through whose credentials are young: for controllers, actions, Razor pages, hubs and minimal endpoints.
/// For a method of a hub, which knows policies only, use a policy with <see cref="FreshRequirement"/>.
/// </summary>
/// <param name="seconds">How old the credentials may be: more than zero, and at most <see cref="SessvmOptions.AbsoluteTimeout"/>.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not positive.</exception>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireFreshAttribute(int seconds) : Attribute, IAuthorizationRequirementData
{
    private readonly FreshRequirement _requirement = new(TimeSpan.FromSeconds(seconds));

    /// <summary>How old the credentials may be, in seconds.</summary>
    public int Seconds => seconds;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
