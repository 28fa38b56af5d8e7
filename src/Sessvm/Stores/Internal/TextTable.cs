using System.Runtime.CompilerServices;

namespace Sessvm.Stores.Internal;

/// <summary>The first texts of a body, in order: a later equal one is written as its place here.</summary>
[InlineArray(Capacity)]
internal struct TextTable
{
    internal const int Capacity = 32;

    private string? _first;
}
