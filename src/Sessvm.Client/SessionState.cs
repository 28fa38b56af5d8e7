namespace Sessvm.Client;

/// <summary>What a client knows of its session.</summary>
public enum SessionState
{
    /// <summary>There is no token, or none has been read yet.</summary>
    SignedOut,

    /// <summary>There is a token, and nothing is known against it.</summary>
    SignedIn,

    /// <summary>The session lives, but everything waits for fresh credentials.</summary>
    StepUpRequired,

    /// <summary>The server has said that the session is over.</summary>
    Ended,
}
