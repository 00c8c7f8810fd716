using System.Globalization;
using System.Text;

namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>
/// The text of a checkpoint: four lines, each in one form only, so that equal heads have equal bytes.
/// </summary>
internal static class CheckpointText
{
    private const string TimePrefix = "signed-at ";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int RootBytes = 32;

    public static string Write(Checkpoint checkpoint) => new StringBuilder()
        .Append(checkpoint.Origin).Append('\n')
        .Append(checkpoint.Size.ToString(CultureInfo.InvariantCulture)).Append('\n')
        .Append(Convert.ToBase64String(checkpoint.Root.AsSpan())).Append('\n')
        .Append(TimePrefix)
        .Append(checkpoint.SignedAt.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture))
        .Append('\n').ToString();

    /// <summary>Null when the text is not exactly what <see cref="Write"/> would write.</summary>
    public static Checkpoint? TryRead(string text)
    {
        var lines = text.Split('\n');
        if (lines is not [{ Length: > 0 } origin, var size, var root, var time, ""]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !time.StartsWith(TimePrefix, StringComparison.Ordinal)
            || !DateTimeOffset.TryParseExact(time[TimePrefix.Length..], TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            return null;
        }

        var hash = new byte[RootBytes + 2];
        if (!Convert.TryFromBase64String(root, hash, out var written) || written != RootBytes)
        {
            return null;
        }

        var checkpoint = new Checkpoint(origin, count, [.. hash.AsSpan(0, RootBytes)], signedAt);
        return Write(checkpoint) == text ? checkpoint : null;
    }
}
