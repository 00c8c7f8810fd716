using CbmExchange.Domain.Cases;

namespace CbmExchange.Domain.Peers;

/// <summary>
/// This node destroyed its copy of a record of a peer, after an officer attested that it is deleted: content and
/// disclosures are gone, the entries with their leaves stay, so that the stream still proves what was sent.
/// </summary>
/// <param name="Originator">Whose record it was.</param>
/// <param name="Record">Which.</param>
/// <param name="Attestation">The own record that attests it.</param>
/// <param name="Entries">Entries whose disclosures were destroyed.</param>
/// <param name="At">When.</param>
[EventAlias("held_content_destroyed")]
public sealed record HeldContentDestroyed(
    ParticipantId Originator, RecordId Record, RecordId Attestation, int Entries, DateTimeOffset At) : IEvent
{
    /// <summary>
    /// Number by which people quote it, so that the attested record is still found by it; null where none was held.
    /// </summary>
    public string? ReferenceNumber { get; init; }

    /// <summary>Case in which the message stood here; null where it was none.</summary>
    public CaseId? Case { get; init; }
}
