using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sessvm.Simulator.World;

/// <summary>
/// A browser engine: when it brings out a version, and when its TLS changes. Chrome, Edge and their kin share one, and so do
/// all browsers on iOS: so one browser's TLS says nothing of its brand.
/// </summary>
internal sealed class Engine
{
    // Every engine's normalised TLS has changed about once or twice a year since 2022: new key exchanges, ECH, signature
    // algorithms. Those that came with a version are counted here; those that did not are Machine.QuietChange.

    /// <summary>Chrome and Edge: a version each 4 weeks; each ninth brings another TLS (1.4 a year; two in the first year).</summary>
    public static Engine Chromium { get; } = new("chromium", first: 150, every: 28, offset: 0, changesEach: 9);

    /// <summary>Firefox: a version each 4 weeks; each eleventh brings another TLS (1.2 a year).</summary>
    public static Engine Gecko { get; } = new("gecko", first: 152, every: 28, offset: 14, changesEach: 11);

    /// <summary>Firefox ESR: a version a year, which leaps by thirteen; each brings another TLS.</summary>
    public static Engine GeckoExtended { get; } = new("gecko", first: 140, every: 364, offset: 60, changesEach: 1, leap: 13);

    /// <summary>Safari and iOS: a major version in mid-September; each brings another TLS.</summary>
    public static Engine WebKit { get; } = new("webkit", first: 26, every: 365, offset: 72, changesEach: 1);

    private readonly Dictionary<(int, int), string> _tls = [];
    private readonly string _name;
    private readonly int _first;
    private readonly int _every;
    private readonly int _offset;
    private readonly int _changesEach;
    private readonly int _leap;

    private Engine(string name, int first, int every, int offset, int changesEach, int leap = 1) =>
        (_name, _first, _every, _offset, _changesEach, _leap) = (name, first, every, offset, changesEach, leap);

    /// <summary>The number of the release that is newest on a day of the world.</summary>
    public int ReleaseOn(double day) => (int)Math.Floor((day - _offset) / _every);

    /// <summary>The day on which a release came out.</summary>
    public double DayOf(int release) => (release * (double)_every) + _offset;

    /// <summary>The major version of a release.</summary>
    public int VersionOf(int release) => _first + (release * _leap);

    /// <summary>The release of a major version.</summary>
    public int ReleaseOf(int version) => (version - _first) / _leap;

    /// <summary>The TLS of a release, in its comparable form.</summary>
    /// <param name="release">The release.</param>
    /// <param name="quiet">How many changes came without a release.</param>
    public string Tls(int release, int quiet)
    {
        int era = (int)Math.Floor((release + 8.0) / _changesEach); // so that the year played has two changes of Chromium and one of Firefox
        lock (_tls)
        {
            return _tls.TryGetValue((era, quiet), out string? tls) ? tls : _tls[(era, quiet)] = Form(string.Create(CultureInfo.InvariantCulture, $"{_name}/{_every}/{era}/{quiet}"));
        }
    }

    /// <summary>A TLS in its comparable form, made of a name: the same form for the same name.</summary>
    public static string Form(string name)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return $"h131514_{hash[..12]}_{hash[12..24]}";
    }
}
