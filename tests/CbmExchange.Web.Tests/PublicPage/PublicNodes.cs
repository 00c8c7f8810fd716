using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Web.Tests.PublicPage;

/// <summary>XA and XB as two whole nodes with a public page each.</summary>
public sealed class PublicNodes : IAsyncLifetime
{
    private readonly TwoNodes nodes = new() { HasPublicPage = true, HasDesk = true };

    /// <summary>Both nodes.</summary>
    internal TwoNodes Nodes => nodes;

    /// <summary>Where everyone reads XA's.</summary>
    internal Uri Address => nodes.A.Host.PublicAddress!;

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    /// <summary>A grant to everyone.</summary>
    internal static ReleaseGrant ToAll(params string[] exceptParts)
    {
        var grant = new ReleaseGrant
        {
            Include = { new AudienceMember { Public = true } }, Marking = new Marking { Tlp = "TLP:CLEAR" },
        };
        grant.ExceptParts.AddRange(exceptParts);
        return grant;
    }

    /// <summary>A record of XA that everyone may read, once it can be read.</summary>
    internal async Task<RecordCommandReply> ReleasedAsync(DraftRecordRequest draft, params string[] exceptParts)
    {
        var cleared = await Flow.ClearedAsync(nodes.A, draft);
        var released = await nodes.A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, ToAll(exceptParts)));
        await IsThereAsync(released.Record.RecordId, released.Record.ContentHash);
        return released.Record;
    }

    /// <summary>Waits until the page has a version.</summary>
    internal async Task IsThereAsync(string record, string contentHash)
    {
        using var web = new HttpClient { BaseAddress = Address };
        await TwoNodes.UntilAsync(
            async () => await (await web.GetAsync($"/records/{record}")).Content.ReadAsStringAsync(),
            text => text.Contains(contentHash, StringComparison.Ordinal));
    }
}
