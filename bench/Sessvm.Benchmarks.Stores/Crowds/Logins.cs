using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>
/// Rows as a start makes them, each of a subject and a device of its own, for loaders that are faster than so many logins. The
/// clients of a crowd are spread evenly among them.
/// </summary>
internal sealed class Logins
{
    // A service whose store forgets: all of a start happens but the writing.
    private readonly SessionService _service;

    public Logins(TimeProvider time) => _service = new SessionService(Node.Setup(new ForgetfulStore(), time));

    /// <summary>Makes rows, and gives the crowd the tokens of some.</summary>
    public IEnumerable<SessionRow> Make(int count, Crowd crowd)
    {
        int client = 0;
        for (long place = 0; place < count; place++)
        {
            var device = Guid.NewGuid();
            SessionGrant grant = Scene.Begin(_service, Guid.NewGuid().ToString(), device);
            if (client < crowd.Size && place == (long)client * count / crowd.Size)
            {
                crowd.Put(client++, device, grant.AccessToken.Reveal());
            }

            yield return grant.Row;
        }
    }
}
