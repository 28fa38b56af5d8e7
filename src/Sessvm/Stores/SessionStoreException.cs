namespace Sessvm.Stores;

/// <summary>A store could not do its work. Never means «not signed in»: callers answer 503 and lose nothing.</summary>
public sealed class SessionStoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, and the way out. Holds no secret (R9).</param>
    /// <param name="innerException">The cause.</param>
    public SessionStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
