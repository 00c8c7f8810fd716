using System.Collections.Immutable;

namespace CbmExchange.Domain.Lanes;

/// <summary>
/// A technical officer suggested to the political lane of the same State to look at a record (A/68/98 §26(d)). Stays in
/// this node's own log: no peer is told, and nothing leaves by it.
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="Originator">Whose record; an id alone could be taken by another participant's record.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="ReferenceNumber">Its number; null where none is known here.</param>
/// <param name="CaseId">Its case; null: none is stated.</param>
/// <param name="Note">Why, in the officer's words.</param>
/// <param name="Officer">Who suggested it.</param>
/// <param name="At">When.</param>
[EventAlias("political_attention_suggested")]
public sealed record PoliticalAttentionSuggested(
    RecordId RecordId,
    ParticipantId Originator,
    string RecordType,
    string? ReferenceNumber,
    string? CaseId,
    string Note,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent
{
    /// <summary>Contacts of this State to whom alone the record goes (TLP:RED); null: no desk alone.</summary>
    public ImmutableArray<RecordId>? Desks { get; init; }

    /// <summary>Precedence of a record for desks alone; null: none is stated.</summary>
    public string? Precedence { get; init; }
}
