using System.Net;
using System.Net.Sockets;

namespace CbmExchange.Testing;

/// <summary>
/// Ports of this machine for a program that must know its port before it starts. They lie below those that the system
/// gives to outgoing connections (32768 on Linux), which would take a port between the moment it was found free and the
/// moment it is used; and no two callers of one process are given the same.
/// </summary>
public static class FreePorts
{
    private const int First = 11_000;
    private const int Count = 20_000;

    // Processes that run beside each other begin at places of their own.
    private static int next = Random.Shared.Next(Count);

    /// <summary>A port on which nobody listens on the loopback address.</summary>
    public static int Next()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref next) % Count);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }
}
