namespace Sessvm.Fingerprints.Internal;

/// <summary>A browser's product token.</summary>
/// <param name="Family">The browser's family; <see langword="null"/> for a token that is none.</param>
/// <param name="Rank">How particular the token is: the highest of a user agent is the browser.</param>
/// <param name="VersionApart">Whether the version stands in a <c>Version/</c> token where there is one.</param>
internal readonly record struct KnownProduct(string? Family, int Rank, bool VersionApart = false);
