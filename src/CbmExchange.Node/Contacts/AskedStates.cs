using System.Collections.Immutable;
using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using Grpc.Core;

namespace CbmExchange.Node.Contacts;

/// <summary>A State that was asked about: a participant, or one that the reference data knows.</summary>
/// <param name="Participant">Null: not a participant.</param>
/// <param name="Code">ISO 3166-1 alpha-2, where it has one.</param>
/// <param name="Name">As this instance calls it.</param>
internal sealed record AskedState(ParticipantAdmitted? Participant, string? Code, string Name)
{
    /// <summary>How a participant is called in a language, else in English, else in its first language.</summary>
    public static string NameOf(ParticipantAdmitted known, string lang = "en") =>
        NameIn(known.Names, lang) ?? known.Designator;

    /// <summary>The same of names of a State or a body; null where there are none.</summary>
    public static string? NameIn(ImmutableArray<LocalName> names, string lang) =>
        (names.FirstOrDefault(name => name.Lang == lang)
            ?? names.FirstOrDefault(name => name.Lang == "en") ?? names.FirstOrDefault())?.Text;
}

/// <summary>Which State a text means.</summary>
internal sealed class AskedStates(ReferenceStates states, ParticipantTable participants)
{
    private const int SuggestionCount = 3;

    private NamesOf names = new(ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted>.Empty);

    /// <summary>
    /// The one State, called as in a language where it has a name in it; none, or more than one, is refused with
    /// suggestions.
    /// </summary>
    public AskedState Resolve(string text, string lang = "en")
    {
        var participant = participants.State.Resolve(text);
        var known = states.Resolve(participant?.IsoAlpha2 ?? text);
        participant ??= known is null ? null : participants.State.Resolve(known.Code);
        return participant is null && known is null
            ? throw Unknown(text)
            : new AskedState(
                participant,
                known?.Code ?? participant?.IsoAlpha2,
                participant is null ? known!.NameIn(lang) : AskedState.NameOf(participant, lang)
            );
    }

    /// <summary>Every participant that can have contacts, in the order of its sign.</summary>
    public IEnumerable<AskedState> All() => participants.State.Participants.Values
        .OrderBy(known => known.Designator, StringComparer.Ordinal)
        .Select(known => new AskedState(known, known.IsoAlpha2, AskedState.NameOf(known)));

    private RpcException Unknown(string text)
    {
        var close = Close(text);
        var hint = close.Length == 0
            ? "" : $" Did you mean {string.Join(", ", close.Select(one => one.Name).Distinct())}?";
        return RefusalStatus.ToException(
            StatusCode.NotFound,
            "STATE_UNKNOWN",
            $"No one State of that name or code is known to this node.{hint} Its two-letter code always works.",
            close.Length == 0 ? [] : [new StateSuggestions { States = { close } }]
        );
    }

    // Who takes part first, by any of its names; then the rest of the world. Both lists are for every officer to read.
    private StateSuggestion[] Close(string text)
    {
        var all = participants.State.Participants;
        var index = names.IsOf(all) ? names : names = new NamesOf(all);
        var near = index.Suggest(text).Select(known => all[known]).ToArray();
        return
        [
            .. near.Select(one => (one.Designator, Name: AskedState.NameOf(one)))
                .Concat(states.Suggest(text, SuggestionCount)
                    .Where(one => near.All(other => other.IsoAlpha2 != one.Code))
                    .Select(one => (one.Code, one.Name)))
                .Take(SuggestionCount)
                .Select(one => new StateSuggestion { Code = one.Item1, Name = one.Name }),
        ];
    }

    // The names of those who take part, as an index; made anew when who takes part changes.
    private sealed class NamesOf(ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted> all)
    {
        private readonly StateNames index = new(all.Values
            .SelectMany(known => known.Names, (known, name) => (Name: StateNames.Fold(name.Text), known.Participant))
            .DistinctBy(pair => pair.Name)
            .ToImmutableDictionary(pair => pair.Name, pair => pair.Participant.Value));

        public bool IsOf(ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted> others) =>
            ReferenceEquals(all, others);

        public IEnumerable<ParticipantId> Suggest(string text)
        {
            var wanted = StateNames.Fold(text);
            var fitting = index.Fitting(wanted);
            return (fitting.IsEmpty ? index.Close(wanted) : fitting).Select(id => new ParticipantId(id));
        }
    }
}
