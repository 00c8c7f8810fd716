namespace CbmExchange.Node.Home;

/// <summary>For whom this node speaks and where peers find it. Nothing here has a default (style.md O2).</summary>
internal sealed record IdentityOptions(string ParticipantId, string Designator, IReadOnlyList<string> Endpoints)
{
    /// <summary>Characters of a designator: it stands in every reference number.</summary>
    public const int DesignatorCharsMax = 8;

    /// <summary>Endpoints of one node: several are tried in order.</summary>
    public const int EndpointsMax = 8;

    /// <summary>Every fault, with the value.</summary>
    public IEnumerable<string> Faults()
    {
        if (!Guid.TryParseExact(ParticipantId, "D", out _) || ParticipantId != ParticipantId.ToLowerInvariant())
        {
            yield return $"participantId is \"{ParticipantId}\"; write the UUID of the participant in lower case.";
        }

        if (Designator.Length is 0 or > DesignatorCharsMax || !Designator.All(char.IsAsciiLetterOrDigit))
        {
            yield return $"designator is \"{Designator}\"; write 1 to {DesignatorCharsMax} letters or digits.";
        }

        if (Endpoints.Count is 0 or > EndpointsMax)
        {
            yield return $"endpoints has {Endpoints.Count} entries; write 1 to {EndpointsMax} of host:port.";
        }

        foreach (var endpoint in Endpoints.Where(endpoint => !IsHostAndPort(endpoint)))
        {
            yield return $"endpoints has \"{endpoint}\"; write host:port, e.g. node.example.org:7444.";
        }
    }

    private static bool IsHostAndPort(string endpoint) =>
        Uri.TryCreate("https://" + endpoint, UriKind.Absolute, out var uri)
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && endpoint.Contains(':', StringComparison.Ordinal);
}
