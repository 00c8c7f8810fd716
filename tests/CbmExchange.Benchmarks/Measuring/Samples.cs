using System.Globalization;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>What one thing measured, a number a round.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    /// <summary>Samples given at once.</summary>
    public static Samples Of(params IEnumerable<double> all)
    {
        var samples = new Samples();
        samples.values.AddRange(all);
        return samples;
    }

    /// <summary>How many there are.</summary>
    public int Count => values.Count;

    /// <summary>The middle one; of an even number the mean of the middle two, so that none is passed over.</summary>
    public double Median
    {
        get
        {
            lock (values)
            {
                var sorted = values.Order().ToList();
                return sorted.Count == 0
                    ? throw new InvalidOperationException("Nothing was measured.")
                    : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
            }
        }
    }

    /// <summary>Lowest to highest, for a note.</summary>
    public string Spread => string.Create(
        CultureInfo.InvariantCulture, $"{values.Count} rounds {values.Min():0.###} to {values.Max():0.###}");

    /// <summary>Adds one.</summary>
    public void Add(double value)
    {
        lock (values)
        {
            values.Add(value);
        }
    }

    /// <summary>The smallest value that at least this share of the samples does not exceed.</summary>
    /// <param name="share">0 to 1.</param>
    public double At(double share)
    {
        lock (values)
        {
            if (values.Count == 0)
            {
                throw new InvalidOperationException("Nothing was measured.");
            }

            var sorted = values.Order().ToList();
            return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
        }
    }
}
