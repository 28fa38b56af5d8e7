using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Why a live connection is to close.</summary>
/// <param name="Cause">What is behind it.</param>
/// <param name="Ended">How the session ended; <see langword="null"/> where it may go on.</param>
public readonly record struct ConnectionClosing(ClosingCause Cause, EndReason? Ended)
{
    internal static ConnectionClosing Blind { get; } = new(ClosingCause.NodeBlind, null);

    internal static ConnectionClosing Stopping { get; } = new(ClosingCause.NodeStops, null);

    internal static ConnectionClosing Of(EndReason reason) => new(ClosingCause.SessionEnded, reason);
}

/// <summary>What is behind the closing of a live connection.</summary>
public enum ClosingCause
{
    /// <summary>Its session has ended (R7).</summary>
    SessionEnded,

    /// <summary>For longer than <c>BlindGrace</c> this node has not been able to tell whether it has (R7): the client may try again.</summary>
    NodeBlind,

    /// <summary>The application is about to stop: the client may open another one elsewhere.</summary>
    NodeStops,
}
