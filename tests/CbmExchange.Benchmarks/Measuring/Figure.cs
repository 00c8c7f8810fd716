using System.Text.Json.Serialization;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>One measured number beside its limit, as written to <c>artifacts/bench</c>.</summary>
/// <param name="Key">Name that later runs are compared by, e.g. <c>append.c256</c>.</param>
/// <param name="Value">Median over the rounds, in <paramref name="Unit"/>.</param>
/// <param name="Unit">E.g. <c>appends/s</c>, <c>ms</c>.</param>
/// <param name="Limit">
/// What the same machine did in the same run without us (median), or the bound that must hold; null where there is
/// none.
/// </param>
/// <param name="Ratio">Value divided by limit; null without a limit.</param>
/// <param name="Note">Spread over the rounds, and what the limit is.</param>
internal sealed record Figure(
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("limit")] double? Limit,
    [property: JsonPropertyName("ratio")] double? Ratio,
    [property: JsonPropertyName("note")] string Note)
{
    /// <summary>A figure with a limit measured in the same rounds.</summary>
    public static Figure Beside(string key, string unit, Samples ours, Samples limit, string note) => new(
        key, ours.Median, unit, limit.Median, ours.Median / limit.Median,
        $"{note}; {ours.Spread}; limit {limit.Spread}");

    /// <summary>A figure with a bound that is given, not measured.</summary>
    public static Figure Within(string key, string unit, Samples ours, double bound, string note) =>
        new(key, ours.Median, unit, bound, ours.Median / bound, $"{note}; {ours.Spread}; the limit is the bound");

    /// <summary>A figure that stands by itself.</summary>
    public static Figure Alone(string key, string unit, Samples ours, string note) =>
        new(key, ours.Median, unit, null, null, $"{note}; {ours.Spread}");
}
