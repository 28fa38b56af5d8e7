using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

/// <summary>The node's memory of tokens that it has verified: who enters, and who leaves.</summary>
public sealed class VerifiedTokensTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(15);

    [Fact]
    public void A_token_is_found_by_its_whole_text()
    {
        var tokens = new VerifiedTokens(1 << 20, s_lifetime);
        string text = Text(1);
        AuthenticatedSession session = tokens.Add(text, Session(), s_start);

        tokens.TryGet(text, s_start, out var found).ShouldBeTrue();
        found.ShouldBeSameAs(session);
        tokens.TryGet(text.AsSpan(1), s_start, out _).ShouldBeFalse();
        tokens.TryGet("X" + text[1..], s_start, out _).ShouldBeFalse();
        tokens.TryGet(text[..^1] + "é", s_start, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_is_refused_for_good_leaves_at_once()
    {
        var tokens = new VerifiedTokens(1 << 20, s_lifetime);
        tokens.Add(Text(1), Session(), s_start);
        tokens.Add(Text(2), Session(), s_start);

        tokens.Remove(Text(1));

        tokens.TryGet(Text(1), s_start, out _).ShouldBeFalse();
        tokens.TryGet(Text(2), s_start, out _).ShouldBeTrue();
    }

    [Fact]
    public void What_nobody_asks_for_leaves_after_two_lifetimes_and_what_somebody_asks_for_stays()
    {
        var tokens = new VerifiedTokens(1 << 20, s_lifetime);
        tokens.Add(Text(1), Session(), s_start);
        tokens.Add(Text(2), Session(), s_start);
        for (int minute = 1; minute <= 31; minute++)
        {
            tokens.Add(Text(100 + minute), Session(), s_start.AddMinutes(minute));
            tokens.TryGet(Text(1), s_start.AddMinutes(minute), out _).ShouldBeTrue();
        }

        tokens.TryGet(Text(2), s_start.AddMinutes(31), out _).ShouldBeFalse();
    }

    [Fact]
    public void It_never_takes_more_bytes_than_its_limit()
    {
        var tokens = new VerifiedTokens(100 * (512 + (7 * 66)), s_lifetime);
        for (int i = 0; i < 10_000; i++)
        {
            tokens.Add(Text(i), Session(), s_start);
        }

        Enumerable.Range(0, 10_000).Count(i => tokens.TryGet(Text(i), s_start, out _)).ShouldBeLessThanOrEqualTo(100);
    }

    private static string Text(int number) => $"A1.{number:D40}-{number:D22}";

    private static AuthenticatedSession Session() => new(new AccessToken
    {
        Session = SessionId.Create("alice"),
        Generation = 1,
        Floor = 1,
        IssuedAt = s_start,
        Lifetime = s_lifetime,
        KeyId = 1,
        DeviceTag = 1,
        RequesterTag = 1,
        Subject = "alice",
    });
}
