using System.Net;
using System.Net.Sockets;

namespace CbmExchange.Testing.Wire;

/// <summary>
/// Passes TCP connections on and counts their bytes, both ways: what a line between two nodes carries.
/// </summary>
public sealed class CountingRelay : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> running = [];
    private readonly int target;
    private long bytes;
    private int connections;

    /// <summary>Begins to pass on to a port of this machine.</summary>
    public CountingRelay(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        running.Add(Task.Run(AcceptAsync));
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Connections since it was made.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Payload of TCP since it was made, TLS records included, both ways.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        listener.Stop();
        Task[] all;
        lock (running)
        {
            all = [.. running];
        }

        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var caller = await listener.AcceptTcpClientAsync(stopping.Token).ConfigureAwait(false);
            Interlocked.Increment(ref connections);
            lock (running)
            {
                running.Add(Task.Run(() => PassAsync(caller)));
            }
        }
    }

    private async Task PassAsync(TcpClient caller)
    {
        using var near = caller;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(IPAddress.Loopback, target, stopping.Token).ConfigureAwait(false);
        await Task.WhenAny(
            PumpAsync(near.GetStream(), far.GetStream()), PumpAsync(far.GetStream(), near.GetStream()))
            .ConfigureAwait(false);
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await from.ReadAsync(buffer, stopping.Token).ConfigureAwait(false)) > 0)
        {
            Interlocked.Add(ref bytes, read);
            await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token).ConfigureAwait(false);
        }
    }
}
