using System.Globalization;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Records;

/// <summary>
/// What every screen and export says of a held record that its originator took back, as far as that can be
/// (domain.md §4.17). It never says that anything is gone elsewhere.
/// </summary>
internal static class RecordNotice
{
    /// <summary>A sentence; empty when there is nothing to say.</summary>
    public static string Of(RecordRow row) =>
        row switch
        {
            { IsOwn: true } => "",
            { WithdrawnAt: { } at } =>
                $"Withdrawn by the originator on {Day(at)}: it no longer stands by this and asks to stop using it"
                    + (row.WithdrawalRequest == "stop-using-and-delete" ? " and to delete it." : ".")
                    + Copies + Here(row),
            { NarrowedAt: { } at } =>
                $"The originator narrowed this release on {Day(at)}: it asks to delete what is here and gives no later "
                    + "versions." + Copies + Here(row),
            _ => "",
        };

    // Always disclosed besides the header are claims of every type, so a held record without any was destroyed here.
    private static string Here(RecordRow row) =>
        row.ClaimPaths.IsEmpty ? " This node destroyed its copy, as it attested." : "";

    private const string Copies = " Copies elsewhere cannot be recalled.";

    private static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
