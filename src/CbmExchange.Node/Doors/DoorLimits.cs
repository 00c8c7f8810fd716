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

    /// <summary>
    /// Connections of callers that are not known, or not yet: the rest of <see cref="ConnectionsMax"/> is kept for
    /// those who are.
    /// </summary>
    public const int StrangersMax = 256;

    /// <summary>Of these from one address (IPv6: one /64), so that one cannot take them all.</summary>
    public const int StrangersPerAddressMax = 128;

    /// <summary>
    /// Handshakes that one address may ask for at once: an organisation's whole staff behind one address.
    /// </summary>
    public const int HandshakesBurst = 256;

    /// <summary>Handshakes per second that one address may ask for, for long: a few percent of one core.</summary>
    public const int HandshakesPerSecond = 50;

    /// <summary>Addresses of which this is kept apart: 200 bytes each.</summary>
    public const int AddressesMax = 10_000;

    /// <summary>Connections of one known key: a desk's programs and a reconnect of each.</summary>
    public const int ConnectionsPerKeyMax = 100;

    /// <summary>Calls per second that one officer, or one peer, may make for long.</summary>
    public const int CallsPerSecond = 100;

    /// <summary>Calls that one may make at once, e.g. a lookup of each of 195 States.</summary>
    public const int CallsBurst = 400;

    /// <summary>Streams, in and out, that one officer may hold open, as WatchInbox and Subscribe promise.</summary>
    public const int OfficerStreamsMax = 16;

    /// <summary>
    /// Calls that one peer may hold open: a follow, a taking back, and fetches with reconnects of each.
    /// </summary>
    public const int PeerCallsOpenMax = 32;

    /// <summary>Officers of one node, as EnrolOfficer promises.</summary>
    public const int OfficersMax = 1_000;

    /// <summary>Time for a TLS handshake; a slower one is cut, so that nobody holds connections half open.</summary>
    public static readonly TimeSpan HandshakeMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time that an unknown caller is given after the handshake: enough to read its refusal, too little to sit here.
    /// </summary>
    public static readonly TimeSpan StrangerMax = TimeSpan.FromSeconds(10);

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
