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

    /// <summary>ADDRESS:PORT of the public page, HTTP without TLS; absent: there is none.</summary>
    public string? Public { get; init; }

    /// <summary>ADDRESS:PORT of the duty desk for browsers; absent: there is none. Port 0 takes any.</summary>
    public string? Desk { get; init; }

    /// <summary>
    /// Origin under which browsers reach the duty desk, e.g. "https://desk.xa.example:9443"; absent: made from the
    /// address.
    /// </summary>
    public string? DeskOrigin { get; init; }

    /// <summary>The parsed address; MUST have been validated.</summary>
    [JsonIgnore]
    public IPEndPoint? DeskEndPoint => Desk is null ? null : IPEndPoint.Parse(Desk);

    /// <summary>The parsed address; MUST have been validated.</summary>
    [JsonIgnore]
    public IPEndPoint? PublicEndPoint => Public is null ? null : IPEndPoint.Parse(Public);

    /// <summary>The parsed address; MUST have been validated.</summary>
    [JsonIgnore]
    public IPEndPoint OfficersEndPoint => IPEndPoint.Parse(Officers);

    /// <summary>The parsed address; MUST have been validated.</summary>
    [JsonIgnore]
    public IPEndPoint PeersEndPoint => IPEndPoint.Parse(Peers);

    /// <summary>Every fault, with the value.</summary>
    public IEnumerable<string> Faults()
    {
        (string, string)[] all = 
        [
            ("officers", Officers), ("peers", Peers), ("public", Public ?? Officers), ("desk", Desk ?? Officers),
        ];
        foreach (var (name, value) in all)
        {
            if (!IsAddressAndPort(value))
            {
                yield return $"listeners.{name} is \"{value}\"; write an IP address and a port, e.g. 127.0.0.1:7443.";
            }
        }

        foreach (var (name, value) in new[] { ("public", Public), ("desk", Desk) })
        {
            if (value is not null && IsAddressAndPort(value) && IPEndPoint.Parse(value).Port != 0
                && (value == Officers || value == Peers || (name == "desk" && value == Public)))
            {
                yield return $"listeners.{name} is \"{value}\", as another listener; give it a port of its own.";
            }
        }

        if (DeskOrigin is not null
            && !(Uri.TryCreate(DeskOrigin, UriKind.Absolute, out var origin) && origin.Scheme == Uri.UriSchemeHttps
                && origin.AbsolutePath == "/"))
        {
            yield return $"listeners.deskOrigin is \"{DeskOrigin}\"; write https://, a host and a port, no path.";
        }

        if (IsAddressAndPort(Officers) && Officers == Peers && OfficersEndPoint.Port != 0)
        {
            yield return $"listeners.officers and listeners.peers are both \"{Officers}\"; give them different ports.";
        }
    }

    /// <summary>The ports that must be free, with what each is for.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, IPEndPoint EndPoint)> EndPoints
    {
        get
        {
            yield return ("officers", OfficersEndPoint);
            yield return ("peers", PeersEndPoint);
            if (PublicEndPoint is { } world)
            {
                yield return ("public", world);
            }

            if (DeskEndPoint is { } desk)
            {
                yield return ("desk", desk);
            }
        }
    }

    private static bool IsAddressAndPort(string value) =>
        IPEndPoint.TryParse(value, out var endPoint)
        && value.EndsWith(":" + endPoint.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
