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
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Originator}/{Recipient}/{Generation}");

    private const string Prefix = "cbm.exchange/stream/";

    /// <summary>The stream that an origin line names; null when it is not exactly what <see cref="Origin"/> writes.
    /// </summary>
    public static PeerStreamId? TryParse(string origin)
    {
        if (!origin.StartsWith(Prefix, StringComparison.Ordinal)
            || origin[Prefix.Length..].Split('/') is not [var from, var to, var number]
            || !Guid.TryParseExact(from, "D", out _) || !Guid.TryParseExact(to, "D", out _)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            return null;
        }

        var stream = new PeerStreamId(new ParticipantId(from), new ParticipantId(to), generation);
        return stream.Origin == origin ? stream : null;
    }
}
