namespace CbmExchange.Simulation.Disk;

/// <summary>How a node's store behaves; rates in thousandths of appends.</summary>
internal sealed class DiskFaults
{
    /// <summary>Longest ordinary time of an append.</summary>
    public TimeSpan SlownessMax { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Refused, certainly not appended.</summary>
    public int UnavailablePerMille { get; set; }

    /// <summary>The connection dies; half of them are appended all the same.</summary>
    public int UnknownPerMille { get; set; }

    /// <summary>Appends that take seconds.</summary>
    public int StallPerMille { get; set; }
}
