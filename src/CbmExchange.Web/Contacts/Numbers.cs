using System.Collections.Frozen;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Web.Contacts;

/// <summary>Numbers and addresses to read, dial and read out.</summary>
public static class Numbers
{
    private const int MinLength = 6;

    // ITU-T E.164, list of assigned country codes: those of one and of two digits; all others have three.
    private static readonly FrozenSet<string> ShortCodes = new[]
    {
        "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82",
        "84", "86", "90", "91", "92", "93", "94", "95", "98",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// A number in groups of digits, e.g. "+44 207 946 01 01"; whatever is no number as it is. Groups are for
    /// reading out and mean nothing.
    /// </summary>
    public static string Of(Channel channel)
    {
        var value = channel.Value;
        if (value.Length < MinLength || value[0] != '+' || value.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            return value;
        }

        var code = ShortCodes.Contains(value[1..2]) ? 1 : ShortCodes.Contains(value[1..3]) ? 2 : 3;
        List<string> groups = [value[..(code + 1)]];
        for (var rest = value[(code + 1)..]; rest.Length > 0;)
        {
            // Four at the end are two pairs: nobody is left with a single digit to read.
            var take = rest.Length is 2 or 4 ? 2 : Math.Min(3, rest.Length);
            groups.Add(rest[..take]);
            rest = rest[take..];
        }

        return string.Join('\u00A0', groups);
    }

    /// <summary>The node's sentence about the hours, without the words that stand before it in the reader's language.
    /// </summary>
    public static string HoursOf(DutyView? duty)
    {
        var sentence = duty?.Sentence ?? "";
        foreach (var said in new[] { "on duty now, ", "not on duty now, " })
        {
            if (sentence.StartsWith(said, StringComparison.Ordinal))
            {
                return sentence[said.Length..];
            }
        }

        return sentence;
    }

    /// <summary>What a telephone or mail program opens; null where there is none.</summary>
    public static string? LinkOf(Channel channel) => channel.Type switch
    {
        "voice" or "satellite" or "fax" => $"tel:{channel.Value}"
            + (channel.Extension.Length > 0 ? $";ext={channel.Extension}" : ""),
        "sms" => $"sms:{channel.Value}",
        "e-mail" => $"mailto:{channel.Value}",
        _ => null,
    };
}
