using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>Counts the tries of a compare-and-swap, and gives up where nobody ever wins.</summary>
internal struct Attempts(string operation)
{
    private const int Most = 64;
    private int _count;

    public void Next()
    {
        if (++_count == Most)
        {
            throw new SessionStoreException($"The store answered {Most} updates of one row with a conflict ({operation}): it does not compare versions, or the row is under constant change.");
        }
    }
}
