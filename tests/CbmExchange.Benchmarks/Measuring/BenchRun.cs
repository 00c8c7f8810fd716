using CbmExchange.Testing;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>What a benchmark is given: one PostgreSQL for us and the limit, and how long to take.</summary>
/// <param name="Postgres">Schemas and databases on the one server of this run.</param>
/// <param name="Rounds">How often everything is measured, ours and the limit in turns.</param>
/// <param name="Turn">How long one turn of a rate takes.</param>
/// <param name="Say">A line of progress.</param>
internal sealed record BenchRun(PostgresFixture Postgres, int Rounds, TimeSpan Turn, Action<string> Say)
{
    /// <summary>What a round is called in a line of progress.</summary>
    public static string Called(int round) =>
        round == 0 ? "warm-up" : FormattableString.Invariant($"round {round}");

    /// <summary>
    /// Runs the measurements in turns, round by round, so that noise of the machine falls on all of them; the first
    /// round warms up and is not counted.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Samples>> InTurnsAsync(
        params (string Name, Func<Task<double>> Measure)[] measurements)
    {
        var samples = measurements.ToDictionary(one => one.Name, _ => new Samples());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, measure) in measurements)
            {
                var value = await measure().ConfigureAwait(false);
                if (round > 0)
                {
                    samples[name].Add(value);
                }

                Say(FormattableString.Invariant($"  {Called(round)} {name}: {value:0.###}"));
            }
        }

        return samples;
    }
}
