using System.Collections.Concurrent;
using System.Net;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Doors;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>The exchange of one node on a real listener with real mutual TLS; the store is in memory.</summary>
internal sealed class TestPeerNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication app;
    private readonly string home;
    private readonly bool ownsHome;

    private TestPeerNode(WebApplication app, TestParticipant self, IEventStore store, string home, bool ownsHome)
    {
        (this.app, this.home, this.ownsHome) = (app, home, ownsHome);
        (Self, Store) = (self, store);
    }

    public TestParticipant Self { get; }

    public IEventStore Store { get; }

    public AttachmentStore Attachments => app.Services.GetRequiredService<AttachmentStore>();

    public HeadGate Gate => app.Services.GetRequiredService<HeadGate>();

    public IPeerConnections Connections => app.Services.GetRequiredService<IPeerConnections>();

    public FollowerBoard Board => app.Services.GetRequiredService<FollowerBoard>();

    public static async Task<TestPeerNode> StartAsync(
        TestParticipant self, TestParticipant[] peers, IEventStore? store = null, string? home = null)
    {
        var isNew = store is null;
        store ??= new InMemoryEventStore(TimeProvider.System);
        var folder = home ?? Directory.CreateTempSubdirectory("cbm-peer-").FullName;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server => DoorListeners.Open(
            server, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, self.Port),
            self.Tls.Certificate, self.Tls.Certificate,
            new ConnectionGate(TimeProvider.System, static (_, _) => true)));
        builder.Services.AddRouting().AddLogging().AddGrpc();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(store)
            .AddSingleton(new AttachmentStore(folder));
        builder.Services.AddSingleton<IAsideEntries, NothingAside>();
        builder.Services.AddSingleton<TableFollower>().AddSingleton<IPeerConnections, NoPeerConnections>();
        PeerStreamsSetup.Add(
            builder.Services, new SyncIdentity(self.Id, self.Checkpoint, self.Keys, self.Tls.Certificate),
            self.Descriptor, Path.Combine(folder, "peer-heads.json"));
        var app = builder.Build();
        app.UseRouting();
        app.UseDoors();
        PeerStreamsSetup.Map(app);
        var node = new TestPeerNode(app, self, store, folder, home is null);
        if (isNew)
        {
            await node.AdmitAsync(peers);
        }

        await app.Services.GetRequiredService<TableFollower>().StartAsync(CancellationToken.None);
        await app.StartAsync();
        app.Services.GetRequiredService<PeerExchange>().Start();
        return node;
    }

    public PeerStreamId From(TestParticipant peer) => new(peer.Id, Self.Id, 1);

    public PeerStreamId To(TestParticipant peer) => new(Self.Id, peer.Id, 1);

    public async Task AdmitAsync(params TestParticipant[] peers)
    {
        foreach (var peer in peers)
        {
            var (sha256, officer) = (Convert.ToHexStringLower(peer.Descriptor.Sha256.Span), new OfficerId("o"));
            await AppendAsync(
                PeerEventStreams.Of(peer.Id),
                new PeerProposed(peer.Id, Convert.ToBase64String(peer.Descriptor.SignedBytes.Span), sha256, "words",
                    officer, default),
                new PeerAdmitted(peer.Id, sha256, officer, default));
        }
    }

    public Task AppendAsync(string stream, params IEvent[] events) => Store.AppendAsync(
        new AppendRequest { CommandId = Guid.NewGuid(), Streams = [new StreamAppend(stream, null, [.. events])] });

    public async Task ReleaseAsync(TestParticipant to, params NewPeerEntry[] entries)
    {
        var result = await Store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("node", null, [new NodeStarted(Self.Id, "test", default)])],
            PeerEntries = [new PeerAppend(To(to), [.. entries])],
        });
        Assert.Equal(AppendOutcome.Appended, result.Outcome);
    }

    public async Task<long> SizeAsync(PeerStreamId stream) =>
        (await Store.PeerStreams.HeadAsync(stream))?.Range.Size ?? 0;

    public Task HasAsync(PeerStreamId stream, long size) => EventuallyAsync(
        async () => await SizeAsync(stream) >= size, () => $"{stream.Origin} never had {size} entries");

    public async Task<IReadOnlyList<StoredEvidence>> EvidenceAsync(TestParticipant peer, string fault)
    {
        await EventuallyAsync(
            async () => (await Store.PeerStreams.ReadEvidenceAsync(peer.Id, 10)).Any(one => one.Fault == fault),
            () => $"no evidence of {fault}");
        return await Store.PeerStreams.ReadEvidenceAsync(peer.Id, 10);
    }

    public async Task<List<T>> EventsAsync<T>(TestParticipant peer)
        where T : class
    {
        var found = new List<T>();
        await foreach (var stored in Store.ReadStreamAsync(PeerEventStreams.Of(peer.Id)))
        {
            if (stored.Body is T wanted)
            {
                found.Add(wanted);
            }
        }

        return found;
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var time = TimeProvider.System;
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < Patience;)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }

        Assert.Fail(otherwise());
    }

    public async Task StopAsync()
    {
        await app.StopAsync();
        await app.Services.GetRequiredService<PeerExchange>().StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.Services.GetRequiredService<TableFollower>().DisposeAsync();
        if (ownsHome)
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
