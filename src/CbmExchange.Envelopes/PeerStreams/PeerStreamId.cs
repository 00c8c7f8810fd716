using System.Globalization;
using CbmExchange.Domain;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>One originator's stream to one recipient, in one generation (design D5, D8).</summary>
/// <param name="Originator">Who writes it.</param>
/// <param name="Recipient">Who may read it.</param>
/// <param name="Generation">1 for the first; a lost backup opens the next.</param>
public sealed record PeerStreamId(ParticipantId Originator, ParticipantId Recipient, int Generation)
{
    /// <summary>The origin line of the stream's checkpoints (C2SP tlog-checkpoint).</summary>
    public string Origin =>
        string.Create(CultureInfo.InvariantCulture, $"cbm.exchange/stream/{Originator}/{Recipient}/{Generation}");
}
