using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Phrases;
using CbmExchange.Domain.Records.Rules;

namespace CbmExchange.Domain.Records;

/// <summary>
/// A holding reply that is one phrase of the library and nothing else: it tells the other side that a person is there,
/// and gives nothing away (decision 0031). What is said beside the phrase would be a text of its author.
/// </summary>
public static class PhraseReply
{
    /// <summary>The field that names the phrase.</summary>
    public const string PhraseField = "phrase";

    /// <summary>The record that a phrase points to.</summary>
    public const string ContactField = "furtherContact";

    /// <summary>The kind of a reply that says when more follows.</summary>
    public const string HoldingKind = "holding-reply";

    /// <summary>The one phrase with a pointer: the message went to another office than it was for.</summary>
    public const string WrongOffice = "wrong-office";

    /// <summary>Stands in the reply to a flash message, which needs a reason.</summary>
    public const string FlashReason = "Answer to a message of this precedence";

    private static readonly ImmutableHashSet<string> Fields =
    [
        "ofRecord", "kind", PhraseField, "text", "answerBy", "precedence", "precedenceReason",
        ContentDefaults.CaseIdField, ContentDefaults.ReferenceNumberField, ContentDefaults.AuthoredAtField,
    ];

    /// <summary>The words of a phrase in every language; one of them is meant, the others help to read it.</summary>
    public static ImmutableArray<TextView> TextsOf(Phrase phrase, string language) =>
        [
            .. PhraseLibrary.Languages.Select(tag =>
                new TextView(tag, phrase.In(tag), tag == language ? "authoritative" : PhraseLibrary.StatusBeside(tag))),
        ];

    /// <summary>True when the content is one phrase, at most with a time and, where it points, a contact.</summary>
    public static bool IsOnly(string recordType, RecordContent content)
    {
        var claims = content.Claims;
        return recordType == RecordTypes.Response
            && Json.String(claims, "kind") == HoldingKind
            && Json.String(claims, PhraseField) is { } id
            && IsSaid(id, claims)
            && Json.String(claims, "precedenceReason") is null or FlashReason
            && claims.EnumerateObject().Where(field => !Json.IsEmpty(field.Value)).All(field =>
                Fields.Contains(field.Name) || (field.Name == ContactField && id == WrongOffice));
    }

    /// <summary>What a reply that names a phrase must be, whoever lets it leave: it says the phrase.</summary>
    internal static void Check(JsonElement content, Faults faults)
    {
        if (Json.String(content, PhraseField) is not { } id)
        {
            return;
        }

        if (Json.String(content, "kind") != HoldingKind)
        {
            faults.Add("kind", $"Must be {HoldingKind} when a phrase is named.");
        }

        if (!IsSaid(id, content))
        {
            faults.Add(PhraseField, "Must be a phrase for answers, with its own words in text.");
        }

        if (id == WrongOffice && Json.String(content, ContactField) is null)
        {
            faults.Add(ContactField, "Is required: say which contact is the right one.");
        }
    }

    private static bool IsSaid(string id, JsonElement content)
    {
        var texts = TextView.Read(content, "text");
        return PhraseLibrary.Find(id) is { Use: PhraseLibrary.ForAnswers } phrase
            && !texts.IsEmpty
            && texts.All(text => phrase.Texts.GetValueOrDefault(text.Lang) == text.Text);
    }
}
