namespace Sessvm.Soak.People;

/// <summary>What is counted.</summary>
internal static class Answers
{
    public const string Started = "started";
    public const string Exchanged = "exchanged";
    public const string Repeated = "a lost answer came again";
    public const string Raced = "three at once got one successor";
    public const string Renewed = "renewed";
    public const string SignedOut = "signed out";
    public const string EndedOther = "ended another device";
    public const string Told = "told of an end";
    public const string Replayed = "a copy was told";
    public const string Served = "served";
    public const string ServedBlind = "served while the store was down";
    public const string Unavailable = "503";
    public const string Unsure = "503, so that it is not known whether it was done: ";
    public const string Surprise = "surprise";
}
