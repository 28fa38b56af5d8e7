using Microsoft.Extensions.Options;

namespace Sessvm.AspNetCore;

/// <summary>Two schemes share nothing: not a cookie, not a path.</summary>
internal static class SchemeCollisions
{
    public static void Check(IReadOnlyList<SessvmScheme> schemes)
    {
        foreach (var (one, other) in schemes.SelectMany((one, i) => schemes.Skip(i + 1).Select(other => (one, other))))
        {
            string[] mine = NamesOf(one);
            string? shared = Array.Find(NamesOf(other), mine.Contains);
            if (shared is not null)
            {
                throw new OptionsValidationException(other.Name, typeof(SessvmOptions),
                    [$"The schemes '{one.Name}' and '{other.Name}' both use the cookie '{shared}'; allowed are names of its own for each (Cookies:Access, Cookies:Device, Cookies:Csrf)."]);
            }

            if (ReferenceEquals(one.Store, other.Store))
            {
                throw new OptionsValidationException(other.Name, typeof(SessvmOptions),
                    [$"The schemes '{one.Name}' and '{other.Name}' use one store; allowed is a store of its own for each."]);
            }
        }
    }

    private static string[] NamesOf(SessvmScheme scheme) => [scheme.Cookies.Bare.Access, scheme.Cookies.Bare.Device, scheme.Cookies.Bare.Csrf];
}
