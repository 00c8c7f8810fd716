using CbmExchange.Domain.Release;
using SyncHandlingNote = CbmExchange.Contracts.Sync.V1.HandlingNote;
using SyncMarking = CbmExchange.Contracts.Sync.V1.Marking;

namespace CbmExchange.Node.Records;

/// <summary>Markings of Domain and of the wire.</summary>
internal static class Markings
{
    /// <summary>As it stands in an entry.</summary>
    public static SyncMarking ToProto(Marking marking)
    {
        var proto = new SyncMarking
        {
            Tlp = marking.Tlp,
            Pap = marking.Pap ?? "",
            IepId = marking.IepId ?? "",
            OnwardSharing = marking.Onward,
        };
        proto.HandlingNotes.AddRange(marking.HandlingNotes.Select(note =>
            new SyncHandlingNote { Lang = note.Lang, Text = note.Text }));
        return proto;
    }

    /// <summary>The strictest label among some; empty when there is none.</summary>
    public static string Strictest(IEnumerable<string> labels)
    {
        var present = labels.ToHashSet(StringComparer.Ordinal);
        return TlpLabels.StrictestFirst.FirstOrDefault(present.Contains) ?? "";
    }
}
