namespace CbmExchange.Domain.Peers;

/// <summary>
/// This node stored and opened a peer's message and told the peer so: a machine fact, once per message.
/// </summary>
/// <param name="Originator">Whose message it is.</param>
/// <param name="Message">The message.</param>
/// <param name="ContentHash">The version of it that was opened.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("message_delivered_receipt_written")]
public sealed record MessageDeliveredReceiptWritten(
    ParticipantId Originator, RecordId Message, ContentHash ContentHash, DateTimeOffset At) : IEvent;

/// <summary>A stored entry's statement did not open; the entry stays stored, is not shown and not receipted.</summary>
/// <param name="Originator">Whose stream it stands in.</param>
/// <param name="Generation">Generation of the stream.</param>
/// <param name="Index">Its index.</param>
/// <param name="FaultName">Name of the fault.</param>
/// <param name="EvidenceId">Where the statement is kept.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("peer_statement_quarantined")]
public sealed record PeerStatementQuarantined(ParticipantId Originator, int Generation, PeerSequence Index,
    string FaultName, string EvidenceId, DateTimeOffset At) : IEvent;

/// <summary>A peer said in its stream that a key of its own is retired or in other hands.</summary>
/// <param name="Peer">Whose key.</param>
/// <param name="KeySha256">64 lower-case hex digits over the SPKI.</param>
/// <param name="Change">retired or compromised.</param>
/// <param name="Since">Since when.</param>
/// <param name="At">When it was read, by this node's clock.</param>
[EventAlias("peer_key_changed")]
public sealed record PeerKeyChanged(
    ParticipantId Peer, string KeySha256, string Change, DateTimeOffset Since, DateTimeOffset At) : IEvent;

/// <summary>We told a peer of a change of our own keys, in our stream to it.</summary>
/// <param name="Recipient">Who is told.</param>
/// <param name="DescriptorVersion">The version of our descriptor that it belongs to.</param>
/// <param name="KeySha256">64 lower-case hex digits over the SPKI.</param>
/// <param name="Change">added, retired or compromised.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("own_key_announced")]
public sealed record OwnKeyAnnounced(
    ParticipantId Recipient, int DescriptorVersion, string KeySha256, string Change, DateTimeOffset At) : IEvent;

/// <summary>We told a peer which head of its own stream we hold (design D5, checkpoint-of-peer).</summary>
/// <param name="Peer">Whose stream.</param>
/// <param name="Generation">Generation of it.</param>
/// <param name="Size">Entries held.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("checkpoint_of_peer_written")]
public sealed record CheckpointOfPeerWritten(ParticipantId Peer, int Generation, PeerSequence Size, DateTimeOffset At)
    : IEvent;

/// <summary>Entries of our own stream came back from the peer that held them, after a backup was restored.</summary>
/// <param name="Recipient">Who gave them.</param>
/// <param name="Generation">Generation of the stream.</param>
/// <param name="From">Index of the first.</param>
/// <param name="To">Index after the last.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("own_entries_taken_back")]
public sealed record OwnEntriesTakenBack(
    ParticipantId Recipient, int Generation, PeerSequence From, PeerSequence To, DateTimeOffset At) : IEvent;

/// <summary>Up to where the log was searched for stored entries that need an answer; the search resumes here.</summary>
/// <param name="Position">The last position seen.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("peer_entries_reviewed")]
public sealed record PeerEntriesReviewed(LogPosition Position, DateTimeOffset At) : IEvent;

/// <summary>
/// A peer's own signature proved a fault of its stream to us, and the stream was stopped. It stays stopped, also after
/// a restart, until two officers release the fault (<see cref="PeerFaultReleased"/>), the peer's keys change, or
/// entries of a later generation are stored.
/// </summary>
/// <param name="Peer">Whose stream.</param>
/// <param name="Generation">The generation that was held when it was stopped.</param>
/// <param name="FaultName">Name of the fault.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("peer_stream_stopped")]
public sealed record PeerStreamStopped(
    ParticipantId Peer, int Generation, string FaultName, DateTimeOffset At) : IEvent;

/// <summary>
/// A first officer looked at the open fault of a peer's stream and asked to let it go on; it waits for a second.
/// </summary>
/// <param name="Peer">Whose stream.</param>
/// <param name="FaultName">The fault that was looked at; another one is another question.</param>
/// <param name="Officer">Who.</param>
/// <param name="At">When.</param>
[EventAlias("peer_fault_release_requested")]
public sealed record PeerFaultReleaseRequested(
    ParticipantId Peer, string FaultName, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>Two officers looked at a fault of a peer's stream and let it go on.</summary>
/// <param name="Peer">Whose stream.</param>
/// <param name="FaultName">The fault that was open.</param>
/// <param name="FirstOfficer">Who asked.</param>
/// <param name="SecondOfficer">Who confirmed.</param>
/// <param name="At">When.</param>
[EventAlias("peer_fault_released")]
public sealed record PeerFaultReleased(
    ParticipantId Peer, string FaultName, OfficerId FirstOfficer, OfficerId SecondOfficer, DateTimeOffset At) : IEvent;
