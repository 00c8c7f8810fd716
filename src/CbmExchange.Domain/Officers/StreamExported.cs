namespace CbmExchange.Domain.Officers;

/// <summary>
/// An officer took a copy of a whole peer stream out of the node; durable before the first byte of it leaves.
/// </summary>
/// <param name="Officer">Who took it.</param>
/// <param name="Originator">Who wrote the stream.</param>
/// <param name="Recipient">To whom it is written.</param>
/// <param name="Generation">Generation of the stream.</param>
/// <param name="Size">Entries that the copy may hold.</param>
/// <param name="At">When.</param>
[EventAlias("stream_exported")]
public sealed record StreamExported(
    OfficerId Officer,
    ParticipantId Originator,
    ParticipantId Recipient,
    int Generation,
    PeerSequence Size,
    DateTimeOffset At
) : IEvent;
