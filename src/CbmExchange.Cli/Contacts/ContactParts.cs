using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>Reads the parts of a contact from the words of a command line.</summary>
internal static class ContactParts
{
    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary><c>duty-phone=voice:+442079460101,24x7,secure</c></summary>
    public static Channel Channel(string given, int order)
    {
        var (id, rest) = Cut(given, '=') ?? throw Wrong("--channel", given, "duty-phone=voice:+442079460101,24x7");
        var (type, value) = Cut(rest, ':') ?? throw Wrong("--channel", given, "duty-phone=voice:+442079460101,24x7");
        var words = value.Split(',');
        return new Channel
        {
            Id = id,
            Type = type,
            Value = words[0],
            PriorityOrder = order,
            Hours = words.Contains("office") ? "office" : "24x7",
            Secure = words.Contains("secure"),
            ReachableFromAbroad = true,
        };
    }

    /// <summary><c>officer-1=en:Alex Example</c></summary>
    public static Person Person(string given, IReadOnlyList<string> authoritative) =>
        Person("--person", given, authoritative);

    /// <summary>The same, given with another option.</summary>
    public static Person Person(string option, string given, IReadOnlyList<string> authoritative)
    {
        var (id, name) = Cut(given, '=') ?? throw Wrong(option, given, "officer-1=Alex Example");
        return new Person { Id = id, Name = { TextArgument.Read([name], authoritative) } };
    }

    /// <summary><c>fr:basic</c></summary>
    public static SpokenLanguage Language(string given)
    {
        var (lang, level) = Cut(given, ':') ?? (given, "working");
        return new SpokenLanguage { Lang = lang, Level = level, Hours = "24x7" };
    }

    /// <summary><c>mon-fri=08:00-17:00</c></summary>
    public static IEnumerable<Shift> Shifts(string given)
    {
        var (days, hours) = Cut(given, '=') ?? throw Wrong("--shift", given, "mon-fri=08:00-17:00");
        var (from, to) = Cut(hours, '-') ?? throw Wrong("--shift", given, "mon-fri=08:00-17:00");
        var (first, last) = Cut(days, '-') ?? (days, days);
        var (start, end) = (Array.IndexOf(Weekdays, first), Array.IndexOf(Weekdays, last));
        if (start < 0 || end < start)
        {
            throw Wrong("--shift", given, "mon-fri=08:00-17:00");
        }

        return Weekdays[start..(end + 1)].Select(day => new Shift { Weekday = day, From = from, To = to });
    }

    private static (string Before, string After)? Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index > 0 ? (text[..index], text[(index + 1)..]) : null;
    }

    private static CommandStopped Wrong(string option, string given, string example) =>
        CommandStopped.Usage($"{option} {given} cannot be read; write it like {example}.");
}
