namespace CbmExchange.Domain.Peers;

/// <summary>A first officer entered a peer's descriptor and the phrase that was read out.</summary>
/// <param name="Peer">The participant the descriptor speaks for.</param>
/// <param name="SignedDescriptor">Exact bytes of a SignedDescriptor, base64.</param>
/// <param name="DescriptorSha256">64 lower-case hex digits over the descriptor bytes.</param>
/// <param name="Phrase">The words read out by its owner.</param>
/// <param name="Officer">The first officer.</param>
/// <param name="At">When.</param>
[EventAlias("peer_proposed")]
public sealed record PeerProposed(
    ParticipantId Peer,
    string SignedDescriptor,
    string DescriptorSha256,
    string Phrase,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>A second officer confirmed the same descriptor; from here on the peer is trusted for itself.</summary>
[EventAlias("peer_admitted")]
public sealed record PeerAdmitted(ParticipantId Peer, string DescriptorSha256, OfficerId Officer, DateTimeOffset At)
    : IEvent;

/// <summary>Nothing is exchanged with the peer until resumed. No reason is kept or told.</summary>
[EventAlias("peer_paused")]
public sealed record PeerPaused(ParticipantId Peer, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>Exchange goes on.</summary>
[EventAlias("peer_resumed")]
public sealed record PeerResumed(ParticipantId Peer, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>A later version of the descriptor, signed by the recovery key of the one before, is in force.</summary>
[EventAlias("peer_descriptor_renewed")]
public sealed record PeerDescriptorRenewed(
    ParticipantId Peer,
    string SignedDescriptor,
    string DescriptorSha256,
    int DescriptorVersion,
    DateTimeOffset At
) : IEvent;

/// <summary>A batch of verified entries was stored in the lean tables in the same transaction (design D5).</summary>
/// <param name="Originator">Who wrote the stream.</param>
/// <param name="Recipient">This node's participant.</param>
/// <param name="Generation">Generation of the stream.</param>
/// <param name="From">Index of the first entry stored.</param>
/// <param name="To">Index after the last entry stored: the stored size of the stream.</param>
/// <param name="Checkpoint">The signed note that proves them, base64.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("peer_entries_stored")]
public sealed record PeerEntriesStored(
    ParticipantId Originator,
    ParticipantId Recipient,
    int Generation,
    PeerSequence From,
    PeerSequence To,
    string Checkpoint,
    DateTimeOffset At
) : IEvent;

/// <summary>Input from a peer did not verify; it is kept as evidence and was not stored.</summary>
/// <param name="Peer">From whom it came.</param>
/// <param name="FaultName">Name of the fault, e.g. "fork".</param>
/// <param name="EvidenceId">Where it is kept.</param>
/// <param name="At">When, by this node's clock.</param>
[EventAlias("peer_input_quarantined")]
public sealed record PeerInputQuarantined(ParticipantId Peer, string FaultName, string EvidenceId, DateTimeOffset At)
    : IEvent;

/// <summary>
/// A first officer asked for a new generation of this node's stream to a peer; it waits for a second.
/// </summary>
[EventAlias("generation_requested")]
public sealed record GenerationRequested(ParticipantId Recipient, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>
/// Two officers opened a new generation of this node's stream to a peer, because entries were lost and no peer could
/// give them back (design D8).
/// </summary>
[EventAlias("generation_opened")]
public sealed record GenerationOpened(
    ParticipantId Recipient,
    int Generation,
    OfficerId FirstOfficer,
    OfficerId SecondOfficer,
    DateTimeOffset At
) : IEvent;

/// <summary>The node started.</summary>
[EventAlias("node_started")]
public sealed record NodeStarted(ParticipantId Participant, string SoftwareVersion, DateTimeOffset At) : IEvent;
