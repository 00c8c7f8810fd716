namespace CbmExchange.Node.Administration;

/// <summary>What is known of one direction of a connection with a peer.</summary>
/// <param name="State">connecting, back-fill, live, waiting, refused.</param>
/// <param name="SizeSeen">Entries of the last verified head.</param>
/// <param name="Received">Entries that arrived, or that the peer proved to hold.</param>
/// <param name="LastContact">When the peer last said anything.</param>
/// <param name="Fault">Name of the open fault.</param>
internal sealed record ConnectionFacts(
    string State, long SizeSeen = 0, long Received = 0, DateTimeOffset? LastContact = null, string? Fault = null);
