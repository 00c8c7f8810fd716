using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Web.Shared;

/// <summary>What a list says of itself when it leaves the node, line by line, in English.</summary>
internal static class Footers
{
    /// <summary>Whose it is, as of when, under which markings, and what it does not say.</summary>
    public static IEnumerable<string> Lines(ExportFooter footer) =>
    [
        $"exported by {footer.ExportedBy} at {Times.Of(footer.ExportedAt)}, as of {Times.Of(footer.AsOf)}",
        footer.Markings.Count == 0
            ? "no markings: own records only, or nothing"
            : $"markings: {string.Join(", ", footer.Markings)}",
        .. footer.Notes,
    ];
}
