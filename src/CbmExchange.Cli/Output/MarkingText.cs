using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Output;

/// <summary>How the originator lets others use something. TLP labels are never translated.</summary>
internal static class MarkingText
{
    public static string Of(Marking? marking)
    {
        if (marking is null || marking.Tlp.Length == 0)
        {
            return "national only";
        }

        var onward = marking.OnwardSharing.Length > 0 ? $"  onward: {marking.OnwardSharing.Replace('-', ' ')}" : "";
        var notes = string.Concat(marking.HandlingNotes.Select(note => $"  note ({note.Lang}): {note.Text}"));
        var pap = marking.Pap.Length > 0 ? $"  PAP:{marking.Pap}" : "";
        return marking.Tlp + pap + onward + notes;
    }
}
