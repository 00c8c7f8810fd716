using System.Globalization;

namespace CbmExchange.Benchmarks;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Names">Benchmarks to run.</param>
/// <param name="Rounds">Counted rounds of each.</param>
/// <param name="Turn">Time of one turn of a rate.</param>
/// <param name="Folder">Where the figures go.</param>
internal sealed record BenchOptions(IReadOnlySet<string> Names, int Rounds, TimeSpan Turn, string Folder)
{
    /// <summary>Where the figures go, below the root of the repository.</summary>
    public static readonly string FolderUsual = Path.Combine("artifacts", "bench");

    private const int RoundsUsual = 5;
    private const int RoundsQuick = 1;

    private static readonly TimeSpan TurnUsual = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TurnQuick = TimeSpan.FromSeconds(1);

    /// <summary>Null after saying what was wrong.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="known">All benchmarks.</param>
    /// <param name="onlyWhenNamed">The one that runs only when it is asked for.</param>
    public static BenchOptions? Parse(
        IReadOnlyList<string> words, IReadOnlyList<string> known, string onlyWhenNamed)
    {
        var names = known.ToHashSet(StringComparer.Ordinal);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var (rounds, turn, folder) = (RoundsUsual, TurnUsual, FolderUsual);
        for (var index = 0; index < words.Count; index++)
        {
            var next = index + 1 < words.Count ? words[index + 1] : "";
            switch (words[index])
            {
                case "--quick":
                    (rounds, turn) = (RoundsQuick, TurnQuick);
                    break;
                case "--rounds" when int.TryParse(next, CultureInfo.InvariantCulture, out var given) && given > 0:
                    (rounds, index) = (given, index + 1);
                    break;
                case "--turn" when double.TryParse(next, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    (turn, index) = (TimeSpan.FromSeconds(seconds), index + 1);
                    break;
                case "--out" when next.Length > 0:
                    (folder, index) = (next, index + 1);
                    break;
                case var name when names.Contains(name):
                    asked.Add(name);
                    break;
                default:
                    Console.Error.WriteLine(
                        $"{words[index]} is not understood here. Give one or more of {string.Join(", ", names)}, "
                        + "and --rounds N, --turn SECONDS, --quick, --out FOLDER.");
                    return null;
            }
        }

        names.Remove(onlyWhenNamed);
        return new BenchOptions(asked.Count > 0 ? asked : names, rounds, turn, folder);
    }
}
