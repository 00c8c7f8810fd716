using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>An attachment that a peer disclosed to us and that is not here yet.</summary>
/// <param name="SizeBytes">As disclosed.</param>
/// <param name="Position">Position in the log of the event that stored the entry.</param>
internal sealed record WantedAttachment(long SizeBytes, LogPosition Position)
{
    /// <summary>Times it was asked for in vain.</summary>
    public int Tries { get; init; }

    /// <summary>Times the answer was not it.</summary>
    public int WrongAnswers { get; init; }

    /// <summary>When it may be asked for again.</summary>
    public DateTimeOffset NotBefore { get; init; }
}
