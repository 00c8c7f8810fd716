using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Phrases;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Exercises;

/// <summary>A real event, seen while an exercise runs.</summary>
/// <param name="Summary">What really happens, in the player's words.</param>
/// <param name="Precedence">How urgent it is.</param>
/// <param name="PrecedenceReason">Why, for flash; null otherwise.</param>
/// <param name="AwareAt">When the player became aware of it.</param>
/// <param name="To">Who is told: the director, and whose message the player looked at.</param>
public sealed record RealEvent(
    ImmutableArray<TextView> Summary, string Precedence, string? PrecedenceReason, DateTimeOffset AwareAt,
    ImmutableArray<ParticipantId> To);

/// <summary>
/// The notification of a real event that interrupts an exercise (domain.md §4.14, §4.21 row 25). A context never
/// changes, so it is a new record of a new case; nothing of the scenario is copied into it.
/// </summary>
public static class NoDuff
{
    private static readonly Phrase Words = PhraseLibrary.Of("no-duff");

    /// <summary>The language that binds when the player states none.</summary>
    public const string LanguageDefault = "en";

    /// <summary>Languages in which the player's words bind; the fixed words bind in the same.</summary>
    public static ImmutableArray<string> LanguagesOf(RealEvent real) =>
        [
            .. real.Summary.Where(text => text.Status == "authoritative").Select(text => text.Lang)
                .Where(lang => PhraseLibrary.Languages.Contains(lang))
                .DefaultIfEmpty(LanguageDefault)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    /// <summary>The content of the draft.</summary>
    public static RecordContent ContentOf(RealEvent real, string caseId)
    {
        var content = new JsonObject
        {
            ["subject"] = Subject(LanguagesOf(real)),
            ["precedence"] = real.Precedence,
            ["caseId"] = caseId,
            ["stage"] = "initial",
            ["purpose"] = "ask-attention",
            ["summary"] = new JsonArray([
                .. real.Summary.Select(text => (JsonNode)Text(text.Lang, text.Text, text.Status ?? "")),
            ]),
            ["awareAt"] = TextRules.FormatTime(real.AwareAt),
            ["crossBorder"] = "unknown",
            ["maliceSuspected"] = "unknown",
            ["addressees"] = new JsonArray([
                .. real.To.Select(one => (JsonNode)new JsonObject
                {
                    ["participantId"] = one.Value,
                    ["role"] = "action",
                }),
            ]),
        };
        if (real.PrecedenceReason is { } reason)
        {
            content["precedenceReason"] = reason;
        }

        return new RecordContent(JsonSerializer.SerializeToElement(content));
    }

    private static JsonArray Subject(ImmutableArray<string> binding) =>
        new([
            .. binding.Union(PhraseLibrary.Languages).Select(lang => (JsonNode)Text(
                lang, Words.In(lang), binding.Contains(lang) ? "authoritative" : PhraseLibrary.StatusBeside(lang))),
        ]);

    private static JsonObject Text(string lang, string text, string status) =>
        new() { ["lang"] = lang, ["text"] = text, ["status"] = status };
}
