namespace Sessvm.Stores.Internal;

/// <summary>Which parts a body has, and which short forms it uses. The numbers are stored: they never change.</summary>
[Flags]
internal enum RowBodyParts : ushort
{
    None = 0,
    Root = 1 << 0,
    PackedSubject = 1 << 1,
    Persistent = 1 << 2,
    Held = 1 << 3,
    DeviceKey = 1 << 4,
    Refresh = 1 << 5,
    HolderTls = 1 << 6,
    SameAgent = 1 << 7,
    Language = 1 << 8,
    Network = 1 << 9,
    TokenClaims = 1 << 10,
    Claims = 1 << 11,
    Data = 1 << 12,
    Tickets = 1 << 13,
    Tls = 1 << 14,
    More = 1 << 15,
    All = 0xFFFF,
}
