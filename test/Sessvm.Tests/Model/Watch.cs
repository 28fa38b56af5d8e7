using Sessvm.Events;
using Sessvm.Sessions;

namespace Sessvm.Tests.Model;

/// <summary>What the oracle learns from an answer, after it was checked.</summary>
internal static class Watch
{
    public static void Request(Oracle oracle, string text, bool background, Node node, AuthenticateResult result, DateTimeOffset now)
    {
        if (!result.Succeeded)
        {
            oracle.EverEnded |= oracle.Row.End is not null;
            return;
        }

        Used(oracle, background, node, now);
        if (node.Noted.Add(text))
        {
            node.Sights.Add((result.Session.Generation, now));
        }
    }

    public static void Exchange(Oracle oracle, Exchanged step)
    {
        var reference = oracle.Reference;
        if (oracle.Row.End is not null)
        {
            oracle.EverEnded = reference.HasEnded = true;
        }

        if (step.Result.Reason == SessionReason.StepUpRequired)
        {
            reference.Hold();
        }

        if (step.Events.Any(one => one is ReplayDetected or SessionRefused))
        {
            oracle.Undetected = null;
        }

        if (!step.Result.Succeeded)
        {
            return;
        }

        Used(oracle, step.Background, step.Node, step.Now);
        string text = step.Result.AccessToken.Value.Reveal();
        var given = oracle.Read(text);
        bool next = given.Generation > reference.Generation;
        if (step.Result.Refreshed)
        {
            bool stamped = oracle.Row.Version != step.Before.Version;
            reference.HandedOut(text, given, stamped, step.Who, step.Now);
            if (step.Who.IsThief && oracle.Settings.ThiefDiffers)
            {
                oracle.Undetected = given;
            }
        }

        if (!next && oracle.Read(step.Text).Generation == reference.Generation)
        {
            step.Node.Sights.Add((reference.Generation, step.Now));
        }
    }

    private static void Used(Oracle oracle, bool background, Node node, DateTimeOffset now)
    {
        node.MarkedSince ??= now;
        if (!background && now > oracle.LastUsed)
        {
            oracle.Uses.Add(now);
        }
    }
}
