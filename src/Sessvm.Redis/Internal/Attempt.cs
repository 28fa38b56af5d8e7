namespace Sessvm.Redis.Internal;

/// <summary>How a step is sent.</summary>
/// <param name="IsFirst">There was none before.</param>
/// <param name="Again">An earlier attempt may have been carried out: its answer was lost.</param>
/// <param name="ByText">The server does not know the script by its name.</param>
internal readonly record struct Attempt(bool IsFirst, bool Again, bool ByText);
