namespace Sessvm.Testing.Tests;

/// <summary>What is wrong with a <see cref="FlawedLog"/>. The suite must notice each.</summary>
public enum LogFlaw
{
    None,
    SkipsWhatIsVisibleLate,
    AppendsNotAtomically,
    AcknowledgesTooEarly,
    CutsALargeAppend,
    KeepsOneNoticeOfASession,
    IgnoresTheCursor,
    ReadsTheLastAgain,
    ForgetsTheCursorWhereThereIsNothing,
    HasNoCursorWhereItIsEmpty,
    TakesTheTimeForTheCursor,
    TakesThePlaceForTheCursor,
    GivesEachNoticeOnce,
    IgnoresTheLimit,
    StopsAtTheLimit,
    LosesTheNextAtTheLimit,
    ReadsTheNewestFirst,
    ReadsFromTheEndWhereTheCursorIsUnknown,
    ThrowsWhereTheCursorIsUnknown,
    ForgetsTheHold,
    ForgetsTheReason,
    ForgetsTheGeneration,
    RoundsToSeconds,
    TrimsEverything,
    AppendsThoughCancelled,
    ReadsThoughCancelled,
    WaitsThoughCancelled,
}
