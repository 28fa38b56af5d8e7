using Outcome = Microsoft.AspNetCore.Authentication.AuthenticateResult;

namespace Sessvm.AspNetCore;

/// <summary>The failed outcomes of authentication, one for each reason, made once.</summary>
internal static class Failures
{
    private static readonly Task<Outcome>[] All =
        [.. Enum.GetValues<SessionReason>().Select(static reason => Task.FromResult(Outcome.Fail(reason.ToCode())))];

    /// <summary>There is no credential of ours.</summary>
    public static Task<Outcome> Nothing { get; } = Task.FromResult(Outcome.NoResult());

    public static Task<Outcome> For(SessionReason reason) => All[(int)reason];
}
