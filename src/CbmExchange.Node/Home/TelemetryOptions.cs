namespace CbmExchange.Node.Home;

/// <summary>Where traces and metrics go. Nothing is sent unless configured.</summary>
internal sealed record TelemetryOptions(string? Otlp)
{
    /// <summary>The endpoint; MUST have been validated. Null: nothing is sent.</summary>
    public Uri? Endpoint => Otlp is null ? null : new Uri(Otlp);

    /// <summary>Every fault, with the value.</summary>
    public IEnumerable<string> Faults()
    {
        if (Otlp is not null && !(
            Uri.TryCreate(Otlp, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")))
        {
            yield return $"otlp is \"{Otlp}\"; write a URL that starts with http:// or https://, or leave it out.";
        }
    }
}
