using CbmExchange.Domain;

namespace CbmExchange.Store.Readings;

/// <summary>A record of a peer that is newer than this software: only its entry is read.</summary>
/// <param name="Originator">Whose.</param>
/// <param name="RecordId">The record; empty when the entry names none that can be shown.</param>
/// <param name="RecordType">As the entry says.</param>
/// <param name="EntryKind">released, message …</param>
/// <param name="Tlp">Marking stated for this node.</param>
/// <param name="StoredAt">When it arrived.</param>
public sealed record SealedRow(
    ParticipantId Originator,
    string RecordId,
    string RecordType,
    string EntryKind,
    string Tlp,
    DateTimeOffset StoredAt
);
