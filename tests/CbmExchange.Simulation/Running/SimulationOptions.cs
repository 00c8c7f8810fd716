using System.Globalization;

namespace CbmExchange.Simulation.Running;

/// <summary>What the command line asks for.</summary>
/// <param name="Seed">The one seed to show; null: many.</param>
/// <param name="Seeds">How many in all, over several runs of the program.</param>
/// <param name="First">The first of many.</param>
/// <param name="StateFile">Where it is kept how far it came; null: nowhere.</param>
/// <param name="IsQuiet">One seed without its trace.</param>
internal sealed record SimulationOptions(ulong? Seed, long Seeds, ulong First, string? StateFile, bool IsQuiet)
{
    public const string Usage =
        "ops/simulate.sh [--seeds N] [--first S]   N seeds (1000), on all cores; goes on where it was stopped\n"
        + "ops/simulate.sh --seed S [--quiet]        one seed, told line by line";

    /// <summary>Reads the command line; null when it cannot be read.</summary>
    public static SimulationOptions? TryRead(IReadOnlyList<string> arguments)
    {
        var options = new SimulationOptions(null, 1000, 1, null, false);
        for (var index = 0; index < arguments.Count; index++)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : "";
            var isNumber = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (arguments[index])
            {
                case "--seed" when isNumber:
                    options = options with { Seed = number };
                    index++;
                    break;
                case "--seeds" when isNumber && number is > 0 and < int.MaxValue:
                    options = options with { Seeds = (long)number };
                    index++;
                    break;
                case "--first" when isNumber:
                    options = options with { First = number };
                    index++;
                    break;
                case "--state" when value.Length > 0:
                    options = options with { StateFile = value };
                    index++;
                    break;
                case "--quiet":
                    options = options with { IsQuiet = true };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
