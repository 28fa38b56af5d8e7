using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>What must hold of the answer to a request.</summary>
internal static class RequestChecks
{
    public static void Check(Oracle oracle, Person who, AccessToken token, Node node, AuthenticateResult result, DateTimeOffset now)
    {
        if (result.Succeeded)
        {
            Violation.Unless(now < token.ExpiresAt, "R6: an expired token was accepted.");
            Violation.Unless(token.Floor >= node.Feed.RefuseBelow, "R7: a node accepted a token that it has heard to refuse.");
            Violation.Unless(
                node.Feed.IsCurrent || (oracle.Row.End is null && oracle.Row.Access.Floor <= token.Floor),
                "R7: a node that does not hear accepted what the row refuses.");
            Violation.Unless(who.Device == Person.Owner.Device, "Another device was accepted.");
            Violation.Unless(
                !who.IsThief || oracle.Settings is not { ThiefDiffers: true, Lenient: false, EveryRequest: true },
                "R4: a thief who differs was let in.");
            return;
        }

        if (!oracle.Intruded)
        {
            bool fine = result.Reason switch
            {
                SessionReason.AccessExpired => now >= token.ExpiresAt,
                SessionReason.SessionNotActive => oracle.EverEnded,
                SessionReason.Superseded => token.Floor < oracle.HighestFloor,
                _ => false,
            };
            Violation.Unless(fine, $"The owner alone was refused: {result.Reason}.");
        }
    }
}
