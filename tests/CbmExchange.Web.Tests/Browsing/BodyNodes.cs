using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Testing;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>
/// S1 with a duty desk and S2, of a body of 57 whose other members have no node here, and two States outside it.
/// </summary>
public sealed class BodyNodes : IAsyncLifetime
{
    /// <summary>Members of the body, S1 and S2 among them.</summary>
    public const int Members = 57;

    private static readonly string[] Officers =
        ["--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority", "duty=duty-officer"];

    private readonly PostgresFixture postgres = new();
    private readonly string instance = BodyInstance.Write(Members, others: 2);
    private readonly List<TestHome> homes = [];

    /// <summary>Who publishes.</summary>
    internal TestNode Author { get; private set; } = null!;

    /// <summary>Who receives.</summary>
    internal TestNode Reader { get; private set; } = null!;

    /// <summary>The time of both.</summary>
    internal MovingTime Clock { get; } = new();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        Author = await StartAsync("S1");
        Reader = await StartAsync("S2");
        await TwoNodes.AdmitAsync(Author, Reader, "S2");
        await TwoNodes.AdmitAsync(Reader, Author, "S1");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Author.DisposeAsync();
        await Reader.DisposeAsync();
        foreach (var home in homes)
        {
            await home.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    private async Task<TestNode> StartAsync(string participant)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(
            postgres, instance, TimeProvider.System, participant, ["--endpoint", $"127.0.0.1:{port}", .. Officers]);
        homes.Add(home);
        home.Change(settings => settings with
        {
            Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}", Desk = "127.0.0.1:0" },
        });
        return await TestNode.StartAsync(home, Clock);
    }
}
