using Sessvm.Sessions;

namespace Sessvm.Tests.Sessions.Tables;

/// <summary>One sentence for each step of the table, each with everything behind it wrong as well.</summary>
public sealed class AuthenticateTableTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 1, 1, 0, 15, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = Expiry - TimeSpan.FromMilliseconds(1);

    private static readonly AuthenticateTable.Facts Wrong = new(Expiry, DeviceFinding.Missing, SessionReason.SessionNotActive, SessionReason.BindingMismatch);

    [Fact]
    public void An_expired_token_is_access_expired_whatever_else_is_wrong() =>
        AuthenticateTable.Decide(Wrong, Expiry).ShouldBe(SessionReason.AccessExpired);

    [Fact]
    public void Then_a_device_id_must_be_there() =>
        AuthenticateTable.Decide(Wrong, Before).ShouldBe(SessionReason.MissingDevice);

    [Fact]
    public void Then_it_must_be_the_tokens() =>
        AuthenticateTable.Decide(Wrong with { Device = DeviceFinding.Other }, Before).ShouldBe(SessionReason.DeviceMismatch);

    [Theory]
    [InlineData(SessionReason.SessionNotActive)]
    [InlineData(SessionReason.Superseded)]
    [InlineData(SessionReason.StepUpRequired)]
    public void Then_the_feed_must_not_have_told_of_an_end_a_renewal_or_a_hold(SessionReason told) =>
        AuthenticateTable.Decide(Wrong with { Device = DeviceFinding.Same, Feed = told }, Before).ShouldBe(told);

    [Fact]
    public void Then_the_requester_must_have_been_accepted() =>
        AuthenticateTable.Decide(Wrong with { Device = DeviceFinding.Same, Feed = SessionReason.None }, Before)
            .ShouldBe(SessionReason.BindingMismatch);

    [Fact]
    public void Else_the_request_is_signed_in() =>
        AuthenticateTable.Decide(new(Expiry, DeviceFinding.Same, SessionReason.None, SessionReason.None), Before)
            .ShouldBe(SessionReason.None);
}
