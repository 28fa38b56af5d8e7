namespace Sessvm.Tests.Model;

/// <summary>Runs a sequence; where it breaks a rule, leaves out every step that the breach does not need, and tells the rest.</summary>
internal static class Shortest
{
    public static void Run(Settings settings, Step[] steps)
    {
        if (Broken(settings, steps) is not { } rule)
        {
            return;
        }

        List<Step> left = [.. steps];
        for (int i = 0; i < left.Count;)
        {
            List<Step> fewer = [.. left[..i], .. left[(i + 1)..]];
            if (Broken(settings, fewer) == rule)
            {
                (left, i) = (fewer, 0); // what was needed before may not be now
            }
            else
            {
                i++;
            }
        }

        throw new Violation($"{rule}\n{settings}\n{string.Join('\n', left)}");
    }

    private static string? Broken(Settings settings, IEnumerable<Step> steps)
    {
        try
        {
            World.Run(settings, steps);
            return null;
        }
        catch (Violation violation)
        {
            return violation.Message;
        }
    }
}
