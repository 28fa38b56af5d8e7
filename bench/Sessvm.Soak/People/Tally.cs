using System.Collections.Concurrent;

namespace Sessvm.Soak.People;

/// <summary>What people saw: how often each answer came, and what nobody should have seen.</summary>
internal sealed class Tally
{
    private const int MostSurprises = 20;

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _surprises = new();

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public IReadOnlyCollection<string> Surprises => _surprises;

    public int Of(string what) => _counts.GetValueOrDefault(what);

    public void Saw(string what) => _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public void Surprise(string what)
    {
        Saw(Answers.Surprise);
        if (_surprises.Count < MostSurprises)
        {
            _surprises.Enqueue(what);
        }
    }
}
