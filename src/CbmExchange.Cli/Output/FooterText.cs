using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>What stands under a list that may leave the house.</summary>
internal static class FooterText
{
    public static void Write(Screen screen, ExportFooter? footer)
    {
        foreach (var line in Lines(footer))
        {
            screen.Quiet(line);
        }
    }

    public static IEnumerable<string> Lines(ExportFooter? footer)
    {
        if (footer is null)
        {
            yield break;
        }

        yield return $"exported by {footer.ExportedBy} at {TimeText.Of(footer.ExportedAt)}, "
            + $"as of {TimeText.Of(footer.AsOf)}";
        yield return footer.Markings.Count == 0
            ? "no markings: own records only, or nothing"
            : $"markings: {string.Join(", ", footer.Markings)}";
        foreach (var note in footer.Notes)
        {
            yield return note;
        }
    }
}
