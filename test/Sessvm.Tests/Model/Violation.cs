namespace Sessvm.Tests.Model;

/// <summary>A rule did not hold.</summary>
internal sealed class Violation(string what) : Exception(what)
{
    public static void Unless(bool holds, string rule)
    {
        if (!holds)
        {
            throw new Violation(rule);
        }
    }
}
