using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace CbmExchange.Node.Doors;

/// <summary>True when a certificate is that of an officer, or of an admitted peer, at this door.</summary>
internal delegate bool IsKnownCaller(Door door, X509Certificate2 certificate);

/// <summary>
/// Keeps the listeners free for those who are known. A connection is a stranger's until its handshake showed a known
/// certificate; strangers have few places, few of them per address, and are cut soon, after they could read why they
/// are refused. So nobody can take the last connection from an officer or a peer. Who is known has places of its own.
/// </summary>
internal sealed class ConnectionGate(TimeProvider time, IsKnownCaller isKnown)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Address> addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Caller> callers = new(StringComparer.Ordinal);

    /// <summary>Connections whose caller is not known, or not yet.</summary>
    public int StrangerCount { get; private set; }

    /// <summary>Before the handshake: runs it when there is a place for one more stranger.</summary>
    public async Task EnterAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (TryEnter(AddressOf(connection.RemoteEndPoint)) is not { } stranger)
        {
            connection.Abort(new ConnectionAbortedException("There is no place for one more unknown caller."));
            return;
        }

        connection.Features.Set(stranger);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(stranger);
        }
    }

    /// <summary>After the handshake: a known caller gets a place of its own, a stranger a little time.</summary>
    public async Task IdentifyAsync(Door door, ConnectionContext connection, ConnectionDelegate next)
    {
        var certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        if (certificate is null || !isKnown(door, certificate))
        {
            using var cut = time.CreateTimer(
                static state => ((ConnectionContext)state!).Abort(
                    new ConnectionAbortedException("This caller is not known here.")),
                connection, DoorLimits.StrangerMax, Timeout.InfiniteTimeSpan);
            connection.Features.Set(new CallerAllowance(DoorLimits.PeerCallsOpenMax, time));
            await next(connection).ConfigureAwait(false);
            return;
        }

        Leave(connection.Features.Get<Stranger>()!);
        var key = CertificateUse.KeySha256(certificate);
        if (TryTakePlace(key) is not { } allowance)
        {
            connection.Abort(new ConnectionAbortedException("This caller has too many connections."));
            return;
        }

        connection.Features.Set(allowance);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            GiveBack(key);
        }
    }

    private Stranger? TryEnter(string name)
    {
        lock (gate)
        {
            var address = Find(name);
            if (StrangerCount >= DoorLimits.StrangersMax || address.Open >= DoorLimits.StrangersPerAddressMax
                || !address.Handshakes.TryTake())
            {
                return null;
            }

            StrangerCount++;
            address.Open++;
            return new Stranger(address);
        }
    }

    private void Leave(Stranger stranger)
    {
        lock (gate)
        {
            if (!stranger.HasLeft)
            {
                stranger.HasLeft = true;
                stranger.Address.Open--;
                StrangerCount--;
            }
        }
    }

    // Those that came lately share what is kept of the others when there are too many of them.
    private Address Find(string name)
    {
        if (addresses.TryGetValue(name, out var known))
        {
            return known;
        }

        if (addresses.Count >= DoorLimits.AddressesMax)
        {
            var idle = addresses.Where(one => one.Value.Open == 0 && one.Value.Handshakes.IsFull).ToList();
            idle.ForEach(one => addresses.Remove(one.Key));

            name = addresses.Count >= DoorLimits.AddressesMax ? "" : name;
        }

        if (!addresses.TryGetValue(name, out var address))
        {
            address = new Address(new(DoorLimits.HandshakesBurst, DoorLimits.HandshakesPerSecond, time));
            addresses[name] = address;
        }

        return address;
    }

    private CallerAllowance? TryTakePlace(string key)
    {
        lock (gate)
        {
            if (!callers.TryGetValue(key, out var caller))
            {
                caller = new Caller(new CallerAllowance(DoorLimits.PeerCallsOpenMax, time));
                callers[key] = caller;
            }

            if (caller.Open >= DoorLimits.ConnectionsPerKeyMax)
            {
                return null;
            }

            caller.Open++;
            return caller.Allowance;
        }
    }

    private void GiveBack(string key)
    {
        lock (gate)
        {
            if (--callers[key].Open == 0)
            {
                callers.Remove(key);
            }
        }
    }

    // RFC 4291 §2.5.4: whoever has one IPv6 address has all of its /64.
    private static string AddressOf(EndPoint? endPoint) => endPoint switch
    {
        IPEndPoint { AddressFamily: AddressFamily.InterNetworkV6, Address.IsIPv4MappedToIPv6: false } six =>
            Convert.ToHexString(six.Address.GetAddressBytes().AsSpan(0, 8)),
        IPEndPoint four => four.Address.MapToIPv4().ToString(),
        _ => "",
    };

    private sealed class Address(TokenBucket handshakes)
    {
        public TokenBucket Handshakes { get; } = handshakes;

        public int Open { get; set; }
    }

    private sealed class Stranger(Address address)
    {
        public Address Address { get; } = address;

        public bool HasLeft { get; set; }
    }

    private sealed class Caller(CallerAllowance allowance)
    {
        public CallerAllowance Allowance { get; } = allowance;

        public int Open { get; set; }
    }
}
