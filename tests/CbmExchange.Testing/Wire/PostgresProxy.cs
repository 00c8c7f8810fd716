using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CbmExchange.Testing.Wire;

/// <summary>
/// Stands between a store and a real PostgreSQL, knows where each message begins and ends, and does one fault at one
/// step: so a test can name every moment between asking and being answered. It understands no query.
/// </summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, byte> open = [];
    private readonly NpgsqlConnectionStringBuilder server;
    private readonly Lock gate = new();
    private readonly Dictionary<(string Program, bool FromServer), int> counts = [];
    private readonly List<WireStep> passed = [];
    private Func<WireStep, WireFault?> choose = _ => null;
    private TaskCompletionSource stalled = NewSource();
    private WireStep? firedAt;

    private PostgresProxy(string connectionString)
    {
        server = new(connectionString);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The server's, by way of this proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Where the last armed fault happened; null while it has not.</summary>
    public WireStep? FiredAt
    {
        get
        {
            lock (gate)
            {
                return firedAt;
            }
        }
    }

    /// <summary>Connections that are open.</summary>
    public int OpenCount => open.Count;

    /// <summary>A proxy before a server.</summary>
    public static PostgresProxy Before(string connectionString) => new(connectionString);

    /// <summary>What passes from now on does so unharmed; what was stalled goes on.</summary>
    public void Disarm() => Arm(_ => null);

    /// <summary>What passed since the last arming.</summary>
    public IReadOnlyList<WireStep> Passed()
    {
        lock (gate)
        {
            return [.. passed];
        }
    }

    /// <summary>Does one fault at one step: the step's ordinal counts from now.</summary>
    public void Arm(WireStep step, WireFault fault) => Arm(one =>
        one.Program == step.Program && one.FromServer == step.FromServer && one.Ordinal == step.Ordinal ? fault : null);

    /// <summary>Does a fault wherever one is chosen.</summary>
    public void Arm(Func<WireStep, WireFault?> fault)
    {
        lock (gate)
        {
            counts.Clear();
            passed.Clear();
            firedAt = null;
            choose = fault;
        }

        Interlocked.Exchange(ref stalled, NewSource()).TrySetResult();
    }

    /// <summary>Ends the open connections of a program; the server runs on with what it has.</summary>
    public int Cut(string program)
    {
        var cut = open.Keys.Where(one => one.Program == program).ToList();
        cut.ForEach(one => one.Dispose());
        return cut.Count;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Disarm();
        foreach (var one in open.Keys)
        {
            one.Dispose();
            await one.Ended;
        }
    }

    internal Task Stalled => Volatile.Read(ref stalled).Task;

    internal WireFault? Pass(string program, bool fromServer, char type)
    {
        lock (gate)
        {
            var ordinal = counts.GetValueOrDefault((program, fromServer)) + 1;
            counts[(program, fromServer)] = ordinal;
            var step = new WireStep(program, fromServer, type, ordinal);
            passed.Add(step);
            var fault = choose(step);
            firedAt = fault is null ? firedAt : step;
            return fault;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync();
                var connection = new ProxiedConnection(this, client, await ConnectAsync());
                open[connection] = 0;
                _ = connection.Ended.ContinueWith(
                    _ => open.TryRemove(connection, out var _), TaskScheduler.Default);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        EndPoint endPoint = server.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint(Path.Combine(server.Host, $".s.PGSQL.{server.Port}"))
            : new DnsEndPoint(server.Host, server.Port);
        var socket = new Socket(
            endPoint is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream,
            endPoint is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        return socket;
    }
}
