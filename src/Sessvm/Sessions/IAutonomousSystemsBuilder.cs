using Sessvm.Fingerprints;

namespace Sessvm.Sessions;

/// <summary>Where a database's package hangs its own <c>Use…</c> method, so that no database needs to know a web framework.</summary>
public interface IAutonomousSystemsBuilder
{
    /// <summary>Looks up autonomous systems in a database that is opened once, and disposed of at the end.</summary>
    /// <param name="create">Opens the database.</param>
    void SetAutonomousSystems(Func<IServiceProvider, IAutonomousSystems> create);
}
