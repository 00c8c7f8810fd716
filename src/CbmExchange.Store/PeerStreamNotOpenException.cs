using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>
/// An entry was given for a generation above 1 that nobody opened. Two officers open it first (design D8).
/// </summary>
/// <param name="stream">The stream.</param>
public sealed class PeerStreamNotOpenException(PeerStreamId stream)
    : Exception("The generation of this peer stream was not opened; open it before anything is appended to it.")
{
    /// <summary>The stream.</summary>
    public PeerStreamId Stream { get; } = stream;
}
