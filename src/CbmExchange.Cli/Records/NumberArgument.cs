using System.CommandLine.Parsing;
using System.Globalization;

namespace CbmExchange.Cli.Records;

/// <summary>Whole numbers given on a command line.</summary>
internal static class NumberArgument
{
    /// <summary>The number, or an error that says which numbers the option takes.</summary>
    public static long Read(ArgumentResult result, string name, long from, long to, string unit)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= from && number <= to)
        {
            return number;
        }

        var range = to == long.MaxValue || to == int.MaxValue ? $"a whole number from {from}" : $"{from} to {to}";
        result.AddError($"{name} takes {range}{unit}, not {given}.");
        return from;
    }
}
