using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Release;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Records;

/// <summary>
/// What stands under every list that leaves this node (domain.md §4.21: 9, 40): for whom and when it was made, under
/// which markings, and what it does not say.
/// </summary>
internal sealed class ExportFooters(NodeIdentity self, TimeProvider time)
{
    /// <summary>The footer of a list.</summary>
    /// <param name="asOf">The list is complete up to this moment.</param>
    /// <param name="labels">TLP labels of its items; empty ones are own records.</param>
    public ExportFooter Of(DateTimeOffset asOf, IEnumerable<string> labels)
    {
        var present = labels.ToHashSet(StringComparer.Ordinal);
        return new ExportFooter
        {
            AsOf = asOf.ToTimestamp(),
            ExportedBy = self.Designator,
            ExportedAt = time.GetUtcNow().ToTimestamp(),
            Markings = { TlpLabels.StrictestFirst.Where(present.Contains) },
            Notes =
            {
                $"Made by {self.Designator} from what was released to {self.Designator} and what it published itself. "
                    + "What is not here was not shared here; that says nothing about what a State has or does.",
                "The markings bind whoever reads this. What was withdrawn says so; copies elsewhere cannot be "
                    + "recalled.",
                StandingText.NeutralDesignation,
            },
        };
    }

    /// <summary>The same in a line, for a file whose readers have the file only.</summary>
    public static string LineOf(ExportFooter footer) =>
        $"Exported by {footer.ExportedBy} at {Minute(footer.ExportedAt)}, as of {Minute(footer.AsOf)}; "
        + (footer.Markings.Count == 0 ? "no marked entry" : string.Join(", ", footer.Markings));

    /// <summary>"2026-11-30 21:04Z".</summary>
    public static string Minute(Timestamp at) => at.ToDateTimeOffset().UtcDateTime.ToString(
        "yyyy-MM-dd HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
