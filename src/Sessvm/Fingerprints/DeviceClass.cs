namespace Sessvm.Fingerprints;

/// <summary>What kind of device a request says it comes from. For showing people their devices; no policy compares it. The numbers are stored: they never change.</summary>
public enum DeviceClass
{
    /// <summary>Nothing is known, or it is a program that is neither browser nor robot.</summary>
    Other = 0,

    /// <summary>A desktop or laptop computer, or a device that asks for the pages of one.</summary>
    Desktop = 1,

    /// <summary>A phone.</summary>
    Phone = 2,

    /// <summary>A tablet.</summary>
    Tablet = 3,

    /// <summary>A television, or a box or stick behind one.</summary>
    Tv = 4,

    /// <summary>A robot: a crawler, a link preview, a browser without a screen.</summary>
    Bot = 5,
}
