using System.Text.Json;
using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>
/// Hints at personal data in records that are not made for it: only a contact's <c>persons</c> are sealed and destroyed
/// (domain.md §2.7, §4.17). A hint and no fault, since an office has numbers and mailboxes too.
/// </summary>
internal static partial class PersonalText
{
    /// <summary>One sentence for each text.</summary>
    public static IEnumerable<string> Hints(JsonElement content) =>
        AllTexts
            .Of(content)
            .Where(found => Person().IsMatch(AllTexts.Folded(found.Text)))
            .Select(found =>
                $"{found.Path} may hold personal data; this record is not made for it. Name offices, not persons."
            );

    // A form of address before a name, a day of birth, a mailbox that is called like a person, or an identity number.
    [GeneratedRegex(
        @"\b(Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Mme|Sr|Sra)\.?\s+\p{Lu}|\bborn\s+(on\s+)?\d|\bdate of birth\b"
            + @"|\bpassport\s+(no|number)\b"
            + @"|\b\p{L}+[._]\p{L}+@[\p{L}\d-]+\."
    )]
    private static partial Regex Person();
}
