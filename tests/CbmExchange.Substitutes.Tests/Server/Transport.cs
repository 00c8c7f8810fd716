namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>How client and server are connected. All are HTTP/2 on the loopback address.</summary>
public enum Transport
{
    Plain,
    Tls,
    MutualTls,
}
