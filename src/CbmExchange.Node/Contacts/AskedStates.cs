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
    /// <summary>How a participant is called in English, else in its first language.</summary>
    public static string NameOf(ParticipantAdmitted known) =>
        (known.Names.FirstOrDefault(name => name.Lang == "en") ?? known.Names.FirstOrDefault())?.Text
        ?? known.Designator;
}

/// <summary>Which State a text means.</summary>
internal sealed class AskedStates(ReferenceStates states, ParticipantTable participants)
{
    private const int SuggestionCount = 3;

    /// <summary>The one State; none, or more than one, is refused with suggestions from public data.</summary>
    public AskedState Resolve(string text)
    {
        var participant = participants.State.Resolve(text);
        var known = states.Resolve(participant?.IsoAlpha2 ?? text);
        participant ??= known is null ? null : participants.State.Resolve(known.Code);
        return participant is null && known is null
            ? throw Unknown(text)
            : new AskedState(
                participant,
                known?.Code ?? participant?.IsoAlpha2,
                participant is null ? known!.Name : AskedState.NameOf(participant)
            );
    }

    /// <summary>Every participant that can have contacts, in the order of its sign.</summary>
    public IEnumerable<AskedState> All() => participants.State.Participants.Values
        .OrderBy(known => known.Designator, StringComparer.Ordinal)
        .Select(known => new AskedState(known, known.IsoAlpha2, AskedState.NameOf(known)));

    private RpcException Unknown(string text)
    {
        var close = states.Suggest(text, SuggestionCount);
        var hint = close.IsEmpty ? "" : $" Did you mean {string.Join(", ", close)}?";
        return RefusalStatus.ToException(
            StatusCode.NotFound,
            "STATE_UNKNOWN",
            $"No one State of that name or code is known to this node.{hint} Its two-letter code always works."
        );
    }
}
