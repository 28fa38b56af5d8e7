using MaxMind.Db;

namespace Sessvm.MaxMind.Internal;

/// <summary>What is read of a record. A source generator writes the reading, so nothing is reflected on.</summary>
internal sealed class AsnRecord
{
    [Constructor]
    public AsnRecord([MapKey("autonomous_system_number")] long? number = null) => Number = number;

    public long? Number { get; }
}
