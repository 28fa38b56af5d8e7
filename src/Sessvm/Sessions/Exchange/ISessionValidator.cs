using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>Asked at each exchange that hands out a new generation, and at each rotation, whether the user may go on.</summary>
public interface ISessionValidator
{
    /// <summary>Judges a session.</summary>
    /// <param name="row">The row as it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<SessionValidation> ValidateAsync(SessionRow row, CancellationToken cancellationToken);
}
