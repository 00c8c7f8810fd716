using System.Globalization;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Records;

/// <summary>
/// What every screen and export says of a record that its originator took back, as far as that can be
/// (domain.md §4.17). It never says that anything is gone elsewhere.
/// </summary>
internal static class RecordNotice
{
    /// <summary>A sentence; empty when there is nothing to say.</summary>
    public static string Of(RecordRow row) =>
        row switch
        {
            { IsOwn: true, WithdrawnAt: { } at } => OfOwn(at),
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

    /// <summary>Of an own record that was withdrawn.</summary>
    public static string OfOwn(DateTimeOffset withdrawnAt) =>
        $"Withdrawn by this node on {Day(withdrawnAt)}; whoever held it is told." + Copies;

    /// <summary>Of a message in a case; empty when it stands.</summary>
    public static string Of(CaseMessageRow row) =>
        row is not { State: "withdrawn", WithdrawnAt: { } at } ? ""
        : row.IsOwn ? OfOwn(at)
        : $"Withdrawn by the originator on {Day(at)}." + Copies;

    /// <summary>Beside what tells already who withdrew it and when.</summary>
    public static string CopiesElsewhere => Copies.TrimStart();

    // Always disclosed besides the header are claims of every type, so a held record without any was destroyed here.
    private static string Here(RecordRow row) =>
        row.ClaimPaths.IsEmpty ? " This node destroyed its copy, as it attested." : "";

    private const string Copies = " Copies elsewhere cannot be recalled.";

    private static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
