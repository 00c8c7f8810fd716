using CbmExchange.Domain;

namespace CbmExchange.Store.Records;

/// <summary>What a holder attested about a withdrawn record (domain.md §4.17).</summary>
/// <param name="Originator">Who attests.</param>
/// <param name="Attestation">Its record.</param>
/// <param name="Result">Code of list deletion-result.</param>
/// <param name="At">When it was done or decided, as it says.</param>
/// <param name="ReleasedAt">When it sent it.</param>
public sealed record AttestationRow(
    ParticipantId Originator, RecordId Attestation, string Result, string At, DateTimeOffset ReleasedAt);
