using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Records;

/// <summary>Moments given on a command line.</summary>
internal static class TimeArgument
{
    // ISO 8601 alone: "3/4/2026" is March for one reader and April for another. Without a zone it is UTC.
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK",
    ];

    /// <summary>An option that takes a moment and says so when it cannot be read.</summary>
    public static Option<DateTimeOffset?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Read(name, result),
    };

    public static Timestamp? Stamp(DateTimeOffset? given) =>
        given is { } at ? Timestamp.FromDateTimeOffset(at) : null;

    private static DateTimeOffset? Read(string name, ArgumentResult result)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(given, Forms, CultureInfo.InvariantCulture, utc, out var at))
        {
            return at;
        }

        result.AddError($"{name} {given} cannot be read; give a moment like 2026-11-22T03:05Z.");
        return null;
    }
}
