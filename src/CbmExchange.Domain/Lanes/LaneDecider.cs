using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lanes;

/// <summary>A record as the lanes know it.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Originator">Whose.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="ReferenceNumber">Its number; null where none is known here.</param>
/// <param name="CaseId">Its case; null: none is stated.</param>
/// <param name="Desks">Contacts of this State to whom alone it goes (TLP:RED); none: no desk alone.</param>
/// <param name="Precedence">Its precedence; null: none is stated.</param>
public sealed record LaneRecord(
    RecordId RecordId,
    ParticipantId Originator,
    string RecordType,
    string? ReferenceNumber,
    string? CaseId,
    ImmutableArray<RecordId> Desks,
    string? Precedence
);

/// <summary>decide(record, command, now) = one event or a refusal. Pure.</summary>
public static class LaneDecider
{
    /// <summary>Characters of a note.</summary>
    public const int NoteCharsMax = 1_000;

    /// <summary>Suggests political attention. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<PoliticalAttentionSuggested> Suggest(
        LaneRecord record, Actor actor, string note, DateTimeOffset now)
    {
        if (Permissions.Check(actor, OfficerAction.Draft, record.RecordType) is { } refused)
        {
            return refused;
        }

        return note.Length == 0 || TextRules.Length(note) > NoteCharsMax
            || !TextRules.IsNormalised(note) || !TextRules.IsRunningText(note)
            ? Refusal.Invalid([
                new FieldFault("note", string.Create(
                    CultureInfo.InvariantCulture, $"Say why, in text of at most {NoteCharsMax} characters.")),
            ])
            : new PoliticalAttentionSuggested(
                record.RecordId, record.Originator, record.RecordType, record.ReferenceNumber, record.CaseId, note,
                actor.Id, now)
            {
                Desks = record.Desks.IsEmpty ? null : record.Desks,
                Precedence = record.Desks.IsEmpty ? null : record.Precedence,
            };
    }
}
