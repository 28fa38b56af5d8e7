namespace Sessvm.Revocation;

/// <summary>Some notices of an <see cref="IRevocationLog"/>.</summary>
/// <param name="Notices">The notices, oldest first.</param>
/// <param name="Next">The cursor for the page that follows; given also where the page is empty.</param>
/// <param name="More">Whether there are more by now: read on at once.</param>
public sealed record RevocationLogPage(IReadOnlyList<RevocationNotice> Notices, string Next, bool More);
