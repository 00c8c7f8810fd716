namespace CbmExchange.Node.Expiry;

/// <summary>Something that ends.</summary>
/// <param name="What">In plain words, e.g. "descriptor of XB".</param>
/// <param name="EndsAt">When.</param>
/// <param name="Remedy">What to do, a sentence without its full stop; empty when it is not ours to do.</param>
internal sealed record Expiring(string What, DateTimeOffset EndsAt, string Remedy = "")
{
    /// <summary>
    /// One line for the status report, e.g. "descriptor of XB ends in 12 days", with what to do about it.
    /// </summary>
    public string Line(DateTimeOffset now) => Remedy.Length == 0 ? When(now) : $"{When(now)}; {Remedy}";

    private string When(DateTimeOffset now)
    {
        var days = (int)Math.Ceiling((EndsAt - now).TotalDays);
        return days switch
        {
            > 1 => $"{What} ends in {days} days",
            1 => $"{What} ends within a day",
            > -1 => $"{What} ended today",
            _ => $"{What} ended {-days} days ago",
        };
    }
}
