using MaxMind.Db;

namespace Sessvm.MaxMind.Internal;

/// <summary>What is read of a record. A source generator writes the reading, so nothing is reflected on.</summary>
internal sealed class AsnRecord
{
    [Constructor]
    public AsnRecord([MapKey("autonomous_system_number")] long number = 0) => Number = number;

    /// <summary>The number; 0 where the record has none.</summary>
    public long Number { get; }
}
