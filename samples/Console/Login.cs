namespace Sessvm.Samples.ConsoleClient;

/// <summary>What the demo's sign-in takes.</summary>
internal sealed record Login(string User, string Password, bool Refresh);
