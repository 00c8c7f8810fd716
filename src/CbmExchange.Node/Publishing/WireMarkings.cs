using CbmExchange.Domain.Release;
using WireHandlingNote = CbmExchange.Contracts.Sync.V1.HandlingNote;
using WireMarking = CbmExchange.Contracts.Sync.V1.Marking;

namespace CbmExchange.Node.Publishing;

/// <summary>Markings of Domain and of the wire.</summary>
internal static class WireMarkings
{
    /// <summary>As an officer stated it; what is missing gets the label's usual onward rule.</summary>
    public static Marking Read(WireMarking? marking)
    {
        var tlp = marking?.Tlp ?? "";
        return new Marking
        {
            Tlp = tlp,
            Pap = Absent(marking?.Pap),
            IepId = Absent(marking?.IepId),
            Onward = Absent(marking?.OnwardSharing) ?? Marking.Default(tlp).Onward,
            HandlingNotes = [.. marking?.HandlingNotes.Select(note => new HandlingNote(note.Lang, note.Text)) ?? []],
        };
    }

    /// <summary>As it stands in an entry.</summary>
    public static WireMarking Write(Marking marking)
    {
        var wire = new WireMarking
        {
            Tlp = marking.Tlp,
            Pap = marking.Pap ?? "",
            IepId = marking.IepId ?? "",
            OnwardSharing = marking.Onward,
        };
        wire.HandlingNotes.AddRange(marking.HandlingNotes.Select(
            note => new WireHandlingNote { Lang = note.Lang, Text = note.Text }));
        return wire;
    }

    private static string? Absent(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
