using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;

namespace CbmExchange.Node.Home;

/// <summary>Where this node listens. Officers and peers never share a door (design D9).</summary>
internal sealed record ListenerOptions
{
    /// <summary>ADDRESS:PORT for officers; port 0 takes any.</summary>
    public string Officers { get; init; } = "";

    /// <summary>ADDRESS:PORT for peers; port 0 takes any.</summary>
    public string Peers { get; init; } = "";

    /// <summary>The parsed address; MUST have been validated.</summary>
    [JsonIgnore]
    public IPEndPoint OfficersEndPoint => IPEndPoint.Parse(Officers);

    /// <summary>The parsed address; MUST have been validated.</summary>
    [JsonIgnore]
    public IPEndPoint PeersEndPoint => IPEndPoint.Parse(Peers);

    /// <summary>Every fault, with the value.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (name, value) in new[] { ("officers", Officers), ("peers", Peers) })
        {
            if (!IsAddressAndPort(value))
            {
                yield return $"listeners.{name} is \"{value}\"; write an IP address and a port, e.g. 127.0.0.1:7443.";
            }
        }

        if (IsAddressAndPort(Officers) && Officers == Peers && OfficersEndPoint.Port != 0)
        {
            yield return $"listeners.officers and listeners.peers are both \"{Officers}\"; give them different ports.";
        }
    }

    private static bool IsAddressAndPort(string value) =>
        IPEndPoint.TryParse(value, out var endPoint)
        && value.EndsWith(":" + endPoint.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
