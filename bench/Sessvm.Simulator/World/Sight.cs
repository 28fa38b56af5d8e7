using Sessvm.Fingerprints;

namespace Sessvm.Simulator.World;

/// <summary>One exchange of one of a person's browsers, as the server sees it.</summary>
/// <param name="At">When.</param>
/// <param name="Browser">Which of the person's browsers: each has a session of its own.</param>
/// <param name="Fingerprint">What the request says.</param>
internal sealed record Sight(DateTimeOffset At, int Browser, Fingerprint Fingerprint);
