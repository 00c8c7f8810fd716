using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CbmExchange.Domain.Participants;

/// <summary>
/// All that participants are called, folded once: a release to 193 recipients names each of them, and comparing each
/// with 250 participants letter by letter took longer than everything else.
/// </summary>
internal sealed class ParticipantNames
{
    // One for each state of who takes part; it goes with it.
    private static readonly ConditionalWeakTable<
        ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted>, ParticipantNames> Known = [];

    private readonly ILookup<string, ParticipantAdmitted> designators;
    private readonly ILookup<string, ParticipantAdmitted> codes;
    private readonly ILookup<string, ParticipantAdmitted> names;

    private ParticipantNames(ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted> participants)
    {
        designators = participants.Values.ToLookup(known => Fold(known.Designator), StringComparer.Ordinal);
        codes = participants.Values.Where(known => known.IsoAlpha2 is not null)
            .ToLookup(known => Fold(known.IsoAlpha2!), StringComparer.Ordinal);
        names = participants.Values
            .SelectMany(known => known.Names.Select(name => Fold(name.Text)).Distinct(), (known, name) => (known, name))
            .ToLookup(pair => pair.name, pair => pair.known, StringComparer.Ordinal);
    }

    /// <summary>The names of those who take part.</summary>
    public static ParticipantNames Of(ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted> participants) =>
        Known.GetValue(participants, key => new ParticipantNames(key));

    /// <summary>Those with this designator; else with this ISO code; else with this name.</summary>
    public IEnumerable<ParticipantAdmitted> Find(string text)
    {
        var wanted = Fold(text);
        return designators.Contains(wanted) ? designators[wanted]
            : codes.Contains(wanted) ? codes[wanted]
            : names[wanted];
    }

    /// <summary>Without regard to case, diacritics and surrounding space.</summary>
    public static string Fold(string text) =>
        string.Concat(
                text.Trim()
                    .Normalize(NormalizationForm.FormD)
                    .Where(character => CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            )
            .ToUpperInvariant();
}
