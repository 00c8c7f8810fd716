using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>
/// Versions before the one shown. What was corrected is struck out line by line, in characters, so that it cannot be
/// taken for what stands: with colours or without.
/// </summary>
internal static class EarlierText
{
    private const string Struck = "~ ";

    public static void Write(Screen screen, RecordView record)
    {
        foreach (var version in record.Earlier)
        {
            screen.Line();
            screen.Strong(HeadOf(version));
            screen.Under(
                version.EndedAs == "corrected" ? Struck : "  ",
                () => RecordText.WriteContent(screen, new RecordView { Body = version.Body }));
            screen.Quiet($"content hash {version.ContentHash}");
        }
    }

    private static string HeadOf(EarlierVersion version)
    {
        var released = version.ReleasedAt is null ? "" : $" released {TimeText.Of(version.ReleasedAt)},";
        return version.EndedAs == "corrected"
            ? $"CORRECTED: the version below,{released} was corrected {TimeText.Of(version.EndedAt)}. " +
                CorrectionText.Of(version.Correction)
            : $"EARLIER: the version below,{released} was superseded {TimeText.Of(version.EndedAt)}";
    }
}
