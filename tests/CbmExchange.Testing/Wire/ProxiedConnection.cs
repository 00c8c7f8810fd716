using System.Net.Sockets;

namespace CbmExchange.Testing.Wire;

/// <summary>One connection through a <see cref="PostgresProxy"/>.</summary>
internal sealed class ProxiedConnection : IDisposable
{
    private readonly PostgresProxy proxy;
    private readonly TcpClient client;
    private readonly Socket server;
    private readonly Stream toClient;
    private readonly Stream toServer;
    private volatile bool isReady;
    private volatile bool isDeaf;

    public ProxiedConnection(PostgresProxy proxy, TcpClient client, Socket server)
    {
        (this.proxy, this.client, this.server) = (proxy, client, server);
        client.NoDelay = true;
        toClient = client.GetStream();
        toServer = new NetworkStream(server, ownsSocket: true);
        Ended = RunAsync();
    }

    /// <summary>Ends with both sides.</summary>
    public Task Ended { get; }

    /// <summary>Whose it is; empty before the startup message.</summary>
    public string Program { get; private set; } = "";

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        await Task.WhenAll(QuietlyAsync(FromClientAsync), QuietlyAsync(FromServerAsync));
        Dispose();
    }

    private async Task QuietlyAsync(Func<Task> pump)
    {
        try
        {
            await pump();
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // One side went: the other follows.
        }

        if (!isDeaf)
        {
            Dispose();
        }
    }

    private async Task FromClientAsync()
    {
        for (var isStartup = true; await WireFrame.ReadAsync(toClient, isStartup) is { } frame; isStartup = false)
        {
            if (isStartup)
            {
                Program = frame.IsCancel ? "cancel" : frame.Program;
            }

            if (proxy.Pass(Program, false, frame.Type) is { } fault)
            {
                if (fault.Kind == WireFaultKind.Refuse)
                {
                    await RefuseCommandAsync(frame, fault);
                    continue;
                }

                await HarmAsync(frame, fault, toServer);
                if (fault.Kind != WireFaultKind.Stall)
                {
                    return;
                }
            }

            await toServer.WriteAsync(frame.Bytes);
        }
    }

    private async Task FromServerAsync()
    {
        WireFault? refusing = null;
        while (await WireFrame.ReadAsync(toServer, false) is { } frame)
        {
            if (isDeaf)
            {
                continue;
            }

            isReady |= frame.Type == 'Z';
            if (refusing is null && proxy.Pass(Program, true, frame.Type) is { } fault)
            {
                if (fault.Kind != WireFaultKind.Refuse)
                {
                    await HarmAsync(frame, fault, toClient);
                    if (fault.Kind != WireFaultKind.Stall)
                    {
                        return;
                    }
                }
                else
                {
                    refusing = fault;
                    await ErrAsync(fault);
                }
            }

            // In place of the rest of the answer, up to the server's being ready again.
            if (refusing is null || frame.Type == 'Z')
            {
                refusing = null;
                await toClient.WriteAsync(frame.Bytes);
            }
        }
    }

    // The whole command is kept from the server: up to its sync.
    private async Task RefuseCommandAsync(WireFrame first, WireFault fault)
    {
        var frame = first;
        while (frame is { Type: not ('S' or 'Q' or '^' or 'p') })
        {
            frame = await WireFrame.ReadAsync(toClient, false);
        }

        await ErrAsync(fault);
        await toClient.WriteAsync(WireFrame.Ready());
    }

    private async Task ErrAsync(WireFault fault)
    {
        await toClient.WriteAsync(WireFrame.Error(fault));
        if (fault.IsFatal || !isReady)
        {
            Dispose();
        }
    }

    private async Task HarmAsync(WireFrame frame, WireFault fault, Stream to)
    {
        switch (fault.Kind)
        {
            case WireFaultKind.Stall:
                await proxy.Stalled;
                return;
            case WireFaultKind.CutAfter:
                await to.WriteAsync(frame.Bytes);
                await to.FlushAsync();
                isDeaf = true;
                client.Close();
                server.Shutdown(SocketShutdown.Send);
                return;
            case WireFaultKind.CutInside:
                await to.WriteAsync(frame.Bytes.AsMemory(0, Math.Max(1, frame.Bytes.Length / 2)));
                await to.FlushAsync();
                break;
        }

        Dispose();
    }
}
