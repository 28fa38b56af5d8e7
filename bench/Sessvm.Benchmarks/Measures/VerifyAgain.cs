using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Report;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Benchmarks.Measures;

/// <summary>A request with a token that this node has verified before, among 10,000 such.</summary>
public class VerifyAgain : IMeasure
{
    private const int Known = 10_000;

    private readonly Dictionary<string, object> _dictionary = [];
    private SessionService _service = null!;
    private AuthenticateRequest _request;
    private string _text = null!;

    [GlobalSetup]
    public void Setup()
    {
        _service = Scene.Service(TimeProvider.System);
        for (int i = 0; i < Known; i++)
        {
            SessionGrant grant = Scene.Begin(_service, Guid.NewGuid().ToString(), Scene.Device);
            _text = grant.AccessToken.Reveal();
            _dictionary.Add(_text, grant);

            // As a server reads them: texts of the request's own, equal to what is remembered and not the same.
            _request = new AuthenticateRequest(new string(_text).AsMemory(), Scene.Device, new RequestTraits(new string(Scene.UserAgent)));
            if (!Authenticate())
            {
                throw new InvalidOperationException("The token does not authenticate.");
            }
        }

        // As on any node that runs for a while, something has ended.
        SessionGrant gone = Scene.Begin(_service, Guid.NewGuid().ToString(), Scene.Device);
        Scene.Done(_service.EndAsync(EndTarget.One(gone.Row.Id), EndReason.SignedOut));
        _text = new string(_text);
        Scene.Done(Flush());
    }

    [Benchmark(Baseline = true)]
    public bool DictionaryLookup() => _dictionary.TryGetValue(_text, out _);

    [Benchmark]
    public bool Authenticate() => Scene.Done(_service.AuthenticateAsync(_request)).Succeeded;

    public static IEnumerable<Finding> Judge(Measurements measured) =>
    [
        measured.AtMost("verify the same token again", nameof(Authenticate), "dictionary lookup by the token's text", nameof(DictionaryLookup), 3),
        measured.Allocates("verify the same token again", nameof(Authenticate), 0),
    ];

    private async ValueTask<bool> Flush()
    {
        await _service.FlushAsync();
        return true;
    }
}
