using System.Collections.Immutable;

namespace CbmExchange.Domain.Peers;

/// <summary>A descriptor as entered.</summary>
/// <param name="SignedDescriptor">base64.</param>
/// <param name="DescriptorSha256">64 lower-case hex digits.</param>
/// <param name="Officer">Who entered it; null for a renewal, which its signature proves.</param>
public sealed record HeldDescriptor(string SignedDescriptor, string DescriptorSha256, OfficerId? Officer);

/// <summary>What a first officer asked for and a second one has not confirmed yet.</summary>
/// <param name="About">The fault that was looked at; empty for a new generation.</param>
/// <param name="Officer">Who asked.</param>
/// <param name="At">When.</param>
public sealed record WaitingRequest(string About, OfficerId Officer, DateTimeOffset At);

/// <summary>One peer, folded from its stream.</summary>
public sealed record PeerState
{
    /// <summary>A peer nobody spoke of.</summary>
    public static PeerState Empty { get; } = new();

    /// <summary>The participant; null while nobody spoke of it.</summary>
    public ParticipantId? Peer { get; init; }

    /// <summary>Entered by a first officer, waiting for a second; null when nothing waits.</summary>
    public HeldDescriptor? Proposed { get; init; }

    /// <summary>In force; null before admission.</summary>
    public HeldDescriptor? Admitted { get; init; }

    /// <summary>True while an operator has paused the exchange.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Entries stored of the peer's stream to us, by generation.</summary>
    public ImmutableSortedDictionary<int, PeerSequence> StoredTo { get; init; } =
        ImmutableSortedDictionary<int, PeerSequence>.Empty;

    /// <summary>Generation of our stream to the peer.</summary>
    public int OwnGeneration { get; init; } = 1;

    /// <summary>A new generation that waits for a second officer; null when none does.</summary>
    public WaitingRequest? GenerationRequest { get; init; }

    /// <summary>A release of a fault that waits for a second officer; null when none does.</summary>
    public WaitingRequest? FaultReleaseRequest { get; init; }

    /// <summary>Inputs, and statements in stored entries, kept as evidence.</summary>
    public int QuarantinedCount { get; init; }

    /// <summary>True when entries may be exchanged.</summary>
    public bool IsOpen => Admitted is not null && !IsPaused;

    /// <summary>Folds one event; others than its own leave it as it is.</summary>
    public PeerState Apply(IEvent happened) =>
        happened switch
        {
            PeerProposed proposed => this with
            {
                Peer = proposed.Peer,
                Proposed = new HeldDescriptor(proposed.SignedDescriptor, proposed.DescriptorSha256, proposed.Officer),
            },
            // A proposal that replaced the one confirmed stays a proposal: nobody read its phrase out a second time.
            PeerAdmitted admitted when Proposed?.DescriptorSha256 == admitted.DescriptorSha256 => this with
            {
                Admitted = Proposed,
                Proposed = null,
            },
            PeerPaused => this with { IsPaused = true },
            PeerResumed => this with { IsPaused = false },
            PeerDescriptorRenewed renewed => this with
            {
                Admitted = new HeldDescriptor(renewed.SignedDescriptor, renewed.DescriptorSha256, null),
            },
            PeerEntriesStored stored => this with { StoredTo = StoredTo.SetItem(stored.Generation, stored.To) },
            GenerationRequested asked => this with { GenerationRequest = new("", asked.Officer, asked.At) },
            GenerationOpened opened => this with { OwnGeneration = opened.Generation, GenerationRequest = null },
            PeerFaultReleaseRequested asked => this with
            {
                FaultReleaseRequest = new(asked.FaultName, asked.Officer, asked.At),
            },
            PeerFaultReleased => this with { FaultReleaseRequest = null },
            PeerInputQuarantined or PeerStatementQuarantined => this with { QuarantinedCount = QuarantinedCount + 1 },
            _ => this,
        };
}
