namespace CbmExchange.Node.Administration;

/// <summary>What is known of one direction of a connection with a peer.</summary>
/// <param name="State">connecting, back-fill, live, waiting, retrying, refused.</param>
/// <param name="SizeSeen">Entries of the last verified head.</param>
/// <param name="Received">Entries that arrived, or that the peer proved to hold.</param>
/// <param name="LastContact">When the peer last said anything.</param>
/// <param name="Fault">Name of the open fault, or of the one for which it is retried.</param>
internal sealed record ConnectionFacts(
    string State, long SizeSeen = 0, long Received = 0, DateTimeOffset? LastContact = null, string? Fault = null)
{
    /// <summary>A fault that two officers can release holds it.</summary>
    public const string Refused = "refused";

    /// <summary>The fault for which it is refused; null when it is not, or is retried by itself at once.</summary>
    public string? OpenFault => State == Refused ? Fault : null;
}
