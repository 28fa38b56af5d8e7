using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore;

/// <summary>Finds the parts of a scheme by its name.</summary>
internal sealed class SchemeRegistry(IServiceProvider services, SchemeNames names)
{
    private readonly ConcurrentDictionary<string, SessvmScheme> _schemes = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => names.All;

    public string Primary => names.Primary;

    /// <summary>Whether <c>UseSessvm</c> is in the pipeline: without it nothing would check CSRF after routing.</summary>
    public bool ChecksCsrf { get; set; }

    public SessvmScheme Get(string name) =>
        _schemes.TryGetValue(name, out var scheme)
            ? scheme
            : _schemes.GetOrAdd(name, static (key, provider) => provider.GetRequiredKeyedService<SessvmScheme>(key), services);
}
