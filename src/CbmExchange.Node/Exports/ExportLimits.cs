namespace CbmExchange.Node.Exports;

/// <summary>Upper bounds of exports.</summary>
internal static class ExportLimits
{
    /// <summary>Exports of the whole node at a time: each holds one batch of 1 MiB and reads without pause.</summary>
    public const int ExportsMax = 2;
}
