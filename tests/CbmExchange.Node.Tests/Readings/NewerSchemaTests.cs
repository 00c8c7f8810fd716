using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>A peer runs newer software than this node (domain.md §4.21: 36).</summary>
public sealed class NewerSchemaTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private MessagingService.MessagingServiceClient Inbox(string officer) => new(nodes.B.As(officer));

    [Fact]
    [Trait("Edge", "36")]
    public async Task A_message_of_a_newer_schema_is_kept_sealed_its_envelope_is_shown_and_stops_nothing()
    {
        // What cannot be opened is an alarm, under its own name.
        nodes.B.ExpectedErrors.Add("Alarm ");

        var sealedId = await SendAsync("2.0");
        var flash = await SendAsync("1.9");

        var inbox = await TwoNodes.UntilAsync(
            async () => await Inbox("duty").ListInboxAsync(new ListInboxRequest()),
            answer => answer.Items.Any(item => item.Record.RecordId == flash));

        var envelope = Assert.Single(inbox.SealedMessages, one => one.RecordId == sealedId);
        Assert.Equal(("incident-notification", "XA", "TLP:AMBER"),
            (envelope.RecordType, envelope.Originator, envelope.Tlp));
        Assert.Contains("upgraded", envelope.Sentence, StringComparison.Ordinal);
        Assert.Contains("Call XA now", envelope.Sentence, StringComparison.Ordinal);
        Assert.Equal("flash", inbox.Items.Single(item => item.Record.RecordId == flash)
            .Record.Body.IncidentNotification.Precedence);
        Assert.DoesNotContain(inbox.Items, item => item.Record.RecordId == sealedId);
        Assert.Empty((await Held.TryAsync(nodes.B, sealedId)).ContentHash);
        var watched = await WatchedAsync("duty", sealedId);
        Assert.Equal(envelope, watched.Sealed);
        Assert.Equal(("SEALED from XA: call now", null), (watched.Headline, watched.Record));
        Assert.Empty((await Inbox("tech").ListInboxAsync(new ListInboxRequest())).SealedMessages);
    }

    private async Task<InboxItem> WatchedAsync(string officer, string sealedId)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var watch = Inbox(officer).WatchInbox(new WatchInboxRequest(), cancellationToken: enough.Token);
        await foreach (var item in watch.ResponseStream.ReadAllAsync(enough.Token))
        {
            if (item.Sealed?.RecordId == sealedId)
            {
                return item;
            }
        }

        throw new InvalidOperationException("It was not streamed.");
    }

    // As software of tomorrow would write it: the same keys and the same stream, another version of the schema.
    private async Task<string> SendAsync(string schemaVersion)
    {
        var services = nodes.A.Host.Services;
        var self = services.GetRequiredService<NodeIdentity>();
        var statement = Issue(self, schemaVersion, services.GetRequiredService<KeyRing>());
        var entry = PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = EntryKinds.Message,
            Statement = statement,
            Paths = [.. statement.Disclosures.Select(one => one.Path)],
            Marking = new Marking { Tlp = "TLP:AMBER", OnwardSharing = "not-without-consent" },
            ReleasedAt = TimeProvider.System.GetUtcNow(),
        });
        var result = await services.GetRequiredService<IEventStore>().AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("node", null, [new NodeStarted(self.Participant, "tomorrow", default)])],
            PeerEntries =
            [
                new PeerAppend(
                    new PeerStreamId(self.Participant, new Domain.ParticipantId(Drafts.IdOf("XB")), 1), [entry]),
            ],
        });
        Assert.Equal(AppendOutcome.Appended, result.Outcome);
        return statement.RecordId.Value;
    }

    private static IssuedStatement Issue(NodeIdentity self, string schemaVersion, KeyRing keys)
    {
        var header = new RecordHeader
        {
            Originator = self.Participant,
            RecordId = new RecordId(Guid.NewGuid().ToString()),
            RecordType = RecordTypes.IncidentNotification,
            SchemaVersion = schemaVersion,
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var content = ContentDefaults.With(
            ContentDefaults.With(
                RecordSchemas.ToContent(Drafts.Notification("XB", "flash").Body.IncidentNotification),
                "authoredAt", "2026-11-22T03:05:00Z"),
            "precedenceReason", "Proof of a newer schema.");
        var secret = RandomNumberGenerator.GetBytes(HmacSaltSource.SecretBytes);
        return StatementIssuer.Issue(header, content, new HmacSaltSource(secret, secret), keys.Statement);
    }
}
