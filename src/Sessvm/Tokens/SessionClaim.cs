namespace Sessvm.Tokens;

/// <summary>One claim of a session.</summary>
/// <param name="Type">The claim's type, as the application names it.</param>
/// <param name="Value">The claim's value.</param>
public readonly record struct SessionClaim(string Type, string Value);
