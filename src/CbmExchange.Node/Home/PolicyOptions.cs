using CbmExchange.Domain;

namespace CbmExchange.Node.Home;

/// <summary>
/// How this node lets its own records leave. No other participant sees or agrees on any of it, so it stands in
/// node.json and not in the instance (decision 0026).
/// </summary>
internal sealed record PolicyOptions
{
    /// <summary>Longer, and a release would be forgotten before it leaves.</summary>
    private const int RecallSecondsMax = 3600;

    /// <summary>A day: longer, and nobody would wait for it.</summary>
    private const int SinglePersonDelayMinutesMax = 1440;

    /// <summary>How long a release waits and can be recalled, in seconds; 0: it leaves at once.</summary>
    public int RecallSeconds { get; init; } = (int)Domain.Policies.Default.RecallWindow.TotalSeconds;

    /// <summary>Documents wait too, not only messages.</summary>
    public bool RecallDocuments { get; init; } = Domain.Policies.Default.RecallsDocuments;

    /// <summary>
    /// For a State with one person for all roles: how long a release waits that one person made alone, in minutes.
    /// Absent: nobody clears or releases what they wrote.
    /// </summary>
    public int? SinglePersonDelayMinutes { get; init; }

    /// <summary>Every fault, with the value.</summary>
    public IEnumerable<string> Faults()
    {
        if (RecallSeconds is < 0 or > RecallSecondsMax)
        {
            yield return $"policies.recallSeconds is {RecallSeconds}; write 0 to {RecallSecondsMax}.";
        }

        if (SinglePersonDelayMinutes is < 1 or > SinglePersonDelayMinutesMax)
        {
            yield return $"policies.singlePersonDelayMinutes is {SinglePersonDelayMinutes}; write 1 to "
                + $"{SinglePersonDelayMinutesMax}, or leave it out: then two persons are needed.";
        }
    }

    /// <summary>As Domain reads them.</summary>
    public Policies ToPolicies() => Domain.Policies.Default with
    {
        RecallWindow = TimeSpan.FromSeconds(RecallSeconds),
        RecallsDocuments = RecallDocuments,
        SinglePersonDelay = SinglePersonDelayMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
    };
}
