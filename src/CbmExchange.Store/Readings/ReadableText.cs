using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Readings;

/// <summary>
/// What the database can hold and show of a peer's words. A signature says who wrote it, not that it is text: U+0000,
/// half surrogates and numbers without end are refused entry by entry, so that one peer never stops the others (D6).
/// </summary>
internal static class ReadableText
{
    /// <summary>Characters of a word of the header or the entry: ids, codes, tags.</summary>
    public const int WordLengthMax = 256;

    /// <summary>Characters of a reference number; ours have 14.</summary>
    public const int ReferenceLengthMax = 64;

    /// <summary>UTF-16 units of what was wrong: 2,000 characters of ours, of which each may take two.</summary>
    public const int CorrectionLengthMax = 4000;

    private const int NumberLengthMax = 64;

    /// <summary>True when entry and statement can be stored and shown.</summary>
    public static bool IsReadable(PeerEntry body, VerifiedStatement? statement) =>
        IsWhole(body) && Words(body).All(IsWord)
        && (body.Marking?.HandlingNotes.All(note => IsText(note.Text)) ?? true)
        && (body.Correction is not { } correction
            || (correction.WhatWasWrong.Length <= CorrectionLengthMax && IsText(correction.WhatWasWrong)))
        && (statement is null || (Words(statement.Header).All(IsWord)
            && IsReadable(statement.Content.Claims)
            && (OwnRows.ReferenceOf(statement.Content)?.Length ?? 0) <= ReferenceLengthMax));

    private static bool IsWhole(PeerEntry body) => body.Kind switch
    {
        EntryKinds.Withdrawn => body is { Withdrawal: not null, ReleasedAt: not null },
        EntryKinds.Narrowed => body.ReleasedAt is not null,
        EntryKinds.Receipt => body.Receipt is
        {
            At: not null,
            Level: ReceiptLevels.Delivered or ReceiptLevels.Acknowledged,
        },
        var kind => body.ReleasedAt is not null || !EntryKinds.CarriesStatement(kind),
    };

    private static bool IsWord(string word) => word.Length <= WordLengthMax && IsText(word);

    private static bool IsText(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\0' || char.IsLowSurrogate(text[index]))
            {
                return false;
            }

            if (char.IsHighSurrogate(text[index]) && (++index == text.Length || !char.IsLowSurrogate(text[index])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsReadable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(value.GetString()!),
        JsonValueKind.Number => value.GetRawText().Length <= NumberLengthMax && double.IsFinite(value.GetDouble()),
        JsonValueKind.Array => value.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => value.EnumerateObject().All(field => IsText(field.Name) && IsReadable(field.Value)),
        _ => true,
    };

    private static IEnumerable<string> Words(RecordHeader header) =>
    [
        header.RecordId.Value, header.RecordType, header.SchemaVersion, header.Context, header.ExerciseId ?? "",
        header.Provenance, .. header.AuthoritativeLanguages,
    ];

    private static IEnumerable<string> Words(PeerEntry body) =>
    [
        body.Kind, body.RecordId, body.RecordType, .. body.RelatesTo, .. body.Audience,
        body.Marking?.Tlp ?? "", body.Marking?.Pap ?? "", body.Marking?.IepId ?? "", body.Marking?.OnwardSharing ?? "",
        .. body.Marking?.HandlingNotes.Select(note => note.Lang) ?? [],
        body.Correction?.ReasonClass ?? "", body.Withdrawal?.ReasonClass ?? "", body.Withdrawal?.Request ?? "",
        body.Receipt?.OfRecordId ?? "", body.Receipt?.Level ?? "",
    ];
}
