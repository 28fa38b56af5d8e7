namespace Sessvm.AspNetCore;

/// <summary>The schemes of an application, in the order in which they were added.</summary>
internal sealed class SchemeNames
{
    private readonly List<string> _names = [];

    public IReadOnlyList<string> All => _names;

    /// <summary>The first, which the application gets where it asks for no scheme by name.</summary>
    public string Primary => _names[0];

    public bool Add(string name)
    {
        if (_names.Contains(name))
        {
            return false;
        }

        _names.Add(name);
        return true;
    }

    public string SectionOf(string name) =>
        name == Primary ? SessvmDefaults.Section : $"{SessvmDefaults.Section}:Schemes:{name}";
}
