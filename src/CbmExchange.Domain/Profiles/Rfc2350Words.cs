using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Profiles;

/// <summary>Words that writer and reader share, so that what was written is read as it was meant.</summary>
internal static partial class Rfc2350Words
{
    /// <summary>Columns by which a text stands behind its heading, as in the RFC.</summary>
    public const int IndentColumns = 3;

    public const string NotEntered = "Not entered.";
    public const string Declined = "The team declines to say.";
    public const string UnknownToUs = "Not known to the team.";
    public const string ShortName = "Short name: ";
    public const string Fingerprint = "Fingerprint: ";
    public const string KeyAt = "Key: ";

    /// <summary>The line before a rendering: its language and standing.</summary>
    public static string Mark(string lang, string status) => $"[{lang}, {status}]";

    /// <summary>Such a line.</summary>
    [GeneratedRegex(@"^\[(?<lang>[A-Za-z0-9-]{2,35}), (?<status>authoritative|official|unofficial|machine)\]\z")]
    public static partial Regex Marked();

    /// <summary>An id elsewhere as <see cref="Rfc2350Writer"/> writes it.</summary>
    [GeneratedRegex(
        @"^(?<scheme>[a-z0-9.:-]{1,64}): (?<value>.+?)(; status (?<status>.+?))?( on (?<on>[0-9-]{4,10}))?\z")]
    public static partial Regex Elsewhere();
}
