namespace Sessvm.Stores;

/// <summary>The lineage of a session's refresh tokens.</summary>
/// <param name="Tokens">The successive refresh tokens.</param>
/// <param name="AccessGeneration">The access generation that was handed out with the current refresh token: its first use shows that both arrived.</param>
public sealed record RefreshLineage(Lineage Tokens, uint AccessGeneration);
