namespace CbmExchange.Node.Doors;

/// <summary>Upper bounds of what comes in through a listener.</summary>
internal static class DoorLimits
{
    /// <summary>Bytes of one request message: a record version of 64 KiB, base64 and field names around it.</summary>
    public const int RequestBytesMax = 512 * 1024;

    /// <summary>Open connections of both listeners: 250 peers, as many officers, twice over for reconnects.</summary>
    public const int ConnectionsMax = 1_000;

    /// <summary>Streams of one connection: an officer's pages hold some, a peer one Follow and some fetches.</summary>
    public const int StreamsPerConnectionMax = 100;

    /// <summary>Calls per second that one officer may make for long.</summary>
    public const int OfficerCallsPerSecond = 100;

    /// <summary>Calls that one officer may make at once, e.g. a lookup of each of 195 States.</summary>
    public const int OfficerCallsBurst = 400;

    /// <summary>Officers of one node, as EnrolOfficer promises.</summary>
    public const int OfficersMax = 1_000;

    /// <summary>Time for a TLS handshake; a slower one is cut, so that nobody holds connections half open.</summary>
    public static readonly TimeSpan HandshakeMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often an open stream asks whether its officer's certificate is still in force; a change of the officers'
    /// table wakes it at once.
    /// </summary>
    public static readonly TimeSpan SeatCheckEvery = TimeSpan.FromSeconds(10);

    /// <summary>Time that calls under way get to end when the node stops.</summary>
    public static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(15);

    /// <summary>HTTP/2 ping to a silent connection: finds a dead one within a minute.</summary>
    public static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(30);
}
