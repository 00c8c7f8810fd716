using System.Net;
using System.Net.Sockets;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Officers;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Benchmarks.Nodes;

/// <summary>A whole node of XA in this process, in an instance of 250 participants.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    /// <summary>Officers of the home, besides those that a benchmark adds.</summary>
    public static readonly IReadOnlyList<string> Officers =
    [
        "admin=node-admin", "author=poc-officer", "authority=releasing-authority", "duty=duty-officer",
        "nominator=nominating-authority",
    ];

    private readonly string folder;

    private BenchNode(string folder, TestHome home, TestNode node) => (this.folder, Home, Node) = (folder, home, node);

    /// <summary>Its home.</summary>
    public TestHome Home { get; }

    /// <summary>The node; another one after <see cref="RestartAsync"/>.</summary>
    public TestNode Node { get; private set; }

    /// <summary>What the node is made of.</summary>
    public IServiceProvider Services => Node.Host.Services;

    /// <summary>Its store.</summary>
    public PostgresEventStore Store => Get<PostgresEventStore>();

    /// <summary>Makes a home and starts a node on it.</summary>
    /// <param name="postgres">Where its database is made.</param>
    /// <param name="peersPort">Where peers reach it; 0: nobody does.</param>
    /// <param name="moreOfficers">Officers besides the usual ones.</param>
    public static async Task<BenchNode> StartAsync(
        PostgresFixture postgres, int peersPort = 0, params string[] moreOfficers)
    {
        var folder = Directory.CreateTempSubdirectory("cbm-bench-").FullName;
        var home = await TestHome.MakeAsync(
            postgres, BenchInstance.Write(folder), TimeProvider.System, "XA",
            ["--endpoint", $"127.0.0.1:{peersPort}", "--officer", .. Officers, .. moreOfficers]).ConfigureAwait(false);
        home.Change(settings => settings with
        {
            Listeners = settings.Listeners with { Peers = $"127.0.0.1:{peersPort}", Desk = "127.0.0.1:0" },
        });
        return new BenchNode(folder, home, await TestNode.StartAsync(home).ConfigureAwait(false));
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>A part of the node.</summary>
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A call by an officer of the home, as the door would make it.</summary>
    public OfficerCall CallOf(string label) => CallOf(Services, label);

    /// <summary>A call by an officer of a node, as the door would make it.</summary>
    public static OfficerCall CallOf(IServiceProvider services, string label) =>
        new(services.GetRequiredService<OfficerTable>().All.First(seat => seat.Label == label), "bench");

    /// <summary>Stops the node, does something to its database, and starts it again.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        await Node.DisposeAsync().ConfigureAwait(false);
        await meanwhile().ConfigureAwait(false);
        Node = await TestNode.StartAsync(Home).ConfigureAwait(false);
    }

    /// <summary>Its PostgreSQL answers it no more: sessions end, new ones are refused.</summary>
    public async Task LoseDatabaseAsync(PostgresFixture postgres)
    {
        // Losing it is an error, and said; here it is meant.
        Node.ExpectedErrors.Add("");
        await postgres.QueryAsync($"alter database {Home.DatabaseName} with allow_connections false")
            .ConfigureAwait(false);
        await postgres.QueryAsync(
            $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{Home.DatabaseName}'")
            .ConfigureAwait(false);
    }

    /// <summary>It answers again.</summary>
    public Task FindDatabaseAsync(PostgresFixture postgres) =>
        postgres.QueryAsync($"alter database {Home.DatabaseName} with allow_connections true");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync().ConfigureAwait(false);
        await Home.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
    }
}
