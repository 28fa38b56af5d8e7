using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Why a live connection is to close.</summary>
/// <param name="Ended">
/// How its session ended; <see langword="null"/> where the session may go on, but this node has for longer than
/// <c>BlindGrace</c> not been able to tell (R7): the client may try again, here later or at another node now.
/// </param>
public readonly record struct ConnectionClosing(EndReason? Ended);
