using System.Text.Json.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Testing.Wire;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>
/// States with keys, a listener and a stream each, behind a relay that counts the bytes of every connection to them.
/// Each released three contacts to one recipient.
/// </summary>
internal sealed class ManyStates : IAsyncDisposable
{
    private static readonly DateTimeOffset Released = TimeProvider.System.GetUtcNow().AddHours(-1);

    private readonly List<CountingRelay> relays = [];
    private readonly List<TestParticipant> states = [];
    private readonly List<TestPeerNode> nodes = [];

    /// <summary>States with their ports and descriptors; nothing is served yet.</summary>
    public ManyStates(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            states.Add(new TestParticipant(number, port =>
            {
                relays.Add(new CountingRelay(port));
                return relays[^1].Port;
            }));
        }
    }

    /// <summary>
    /// What went over all lines to these States, TLS and handshakes included, both ways; nothing once they are gone.
    /// </summary>
    public long Bytes => relays.Sum(relay => relay.Bytes);

    /// <summary>Connections that were made to these States.</summary>
    public int Connections => relays.Sum(relay => relay.Connections);

    /// <summary>Signs of the States.</summary>
    public IEnumerable<string> Designators => states.Select((_, index) => $"X{index + 1}");

    /// <summary>The demonstration instance with these States in it.</summary>
    public void WriteInstance(string file)
    {
        var instance = JsonNode.Parse(File.ReadAllText(TestHome.InstanceFile))!;
        foreach (var (state, designator) in states.Zip(Designators))
        {
            instance["participants"]!.AsArray().Add(new JsonObject
            {
                ["participantId"] = state.Id.Value,
                ["designator"] = designator,
                ["kind"] = "state",
                ["names"] = new JsonArray(new JsonObject { ["lang"] = "en", ["text"] = $"State {designator}" }),
                ["status"] = "active",
            });
        }

        File.WriteAllText(file, instance.ToJsonString());
    }

    /// <summary>Each admits the recipient, releases its contacts to it, and listens.</summary>
    public async Task StartAsync(VerifiedDescriptor recipient)
    {
        foreach (var state in states)
        {
            var store = new InMemoryEventStore(TimeProvider.System);
            await AdmitAsync(store, recipient);
            await ReleaseAsync(store, state, recipient.Participant);
            nodes.Add(await TestPeerNode.StartAsync(state, [], store));
        }
    }

    /// <summary>The recipient admits each of them.</summary>
    public async Task AdmitAtAsync(TestNode node)
    {
        foreach (var (state, designator) in states.Zip(Designators))
        {
            await node.Administration("admin").ProposePeerAsync(new ProposePeerRequest
            {
                CommandId = Drafts.NewCommand(),
                SignedDescriptor = Google.Protobuf.ByteString.CopyFrom(state.Descriptor.SignedBytes.Span),
            });
            await node.Administration("authority").AdmitPeerAsync(new AdmitPeerRequest
            {
                CommandId = Drafts.NewCommand(),
                Participant = designator,
                Phrase = AdmissionPhrase.Of(state.Descriptor.SignedBytes.Span),
            });
        }
    }

    /// <summary>Every one of them is gone.</summary>
    public async Task StopAsync()
    {
        foreach (var relay in relays)
        {
            await relay.DisposeAsync();
        }

        relays.Clear();
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        nodes.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        states.ForEach(state => state.Dispose());
    }

    private static async Task AdmitAsync(InMemoryEventStore store, VerifiedDescriptor peer)
    {
        var (sha256, officer) = (Convert.ToHexStringLower(peer.Sha256.Span), new OfficerId("o"));
        await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams =
            [
                new StreamAppend(PeerEventStreams.Of(peer.Participant), null, [
                    new PeerProposed(
                        peer.Participant, Convert.ToBase64String(peer.SignedBytes.Span), sha256, "words", officer,
                        default),
                    new PeerAdmitted(peer.Participant, sha256, officer, default),
                ]),
            ],
        });
    }

    private static async Task ReleaseAsync(InMemoryEventStore store, TestParticipant state, ParticipantId recipient)
    {
        (string Kind, string Office)[] offices =
        [
            ("crisis-duty-desk", "National Crisis Duty Desk"),
            ("technical", "National Cyber Security Incident Response Team"),
            ("diplomatic", "Ministry of Foreign Affairs, Department for International Security"),
        ];
        await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("node", null, [new NodeStarted(state.Id, "test", default)])],
            PeerEntries =
            [
                new PeerAppend(
                    new PeerStreamId(state.Id, recipient, 1),
                    [.. offices.Select(one => Entry(state, Contact(state, one.Kind, one.Office)))]),
            ],
        });
    }

    private static NewPeerEntry Entry(TestParticipant state, PointOfContact contact)
    {
        var content = WireBodies.Read(new RecordBody { PointOfContact = contact }).Value.Content;
        var header = new RecordHeader
        {
            Originator = state.Id,
            RecordId = new RecordId(Guid.NewGuid().ToString()),
            RecordType = RecordTypes.PointOfContact,
            SchemaVersion = RecordSchemas.Version,
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var secret = Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray();
        return PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = EntryKinds.Released,
            Statement = StatementIssuer.Issue(header, content, new HmacSaltSource(secret, secret), state.Statement),
            Paths = ClaimPath.Of(content),
            Marking = new Contracts.Sync.V1.Marking { Tlp = "TLP:GREEN", OnwardSharing = "not-without-consent" },
            ReleasedAt = Released,
        });
    }

    // As full as a State fills it: two languages, four channels, hours, two officers, nomination.
    private static PointOfContact Contact(TestParticipant state, string kind, string office)
    {
        var contact = ContactSteps.Draft("incident-state-level", office, one =>
        {
            one.Kinds[0] = kind;
            one.Competences.Add(["incident-technical", "consultations", "norms"]);
            one.OfficeName.Add(new Text { Lang = "fr", Text_ = $"{office} (fr)", Status = "unofficial" });
            one.Organisation.Add(Drafts.Text($"Government of the State with port {state.Port}"));
            one.Languages.Add(new SpokenLanguage { Lang = "fr", Level = "basic", Hours = "office" });
            one.Channels.Add([
                Way("mail", "e-mail", $"{kind}@state{state.Port}.example", 2),
                Way("second", "voice", $"+99912{state.Port}", 3), Way("inbox", "node-inbox", "", 4),
            ]);
            one.Schedule = new Schedule { TimeZone = "Europe/Vilnius" };
            one.Schedule.Shifts.Add(((string[])["mon", "tue", "wed", "thu", "fri"]).Select(
                day => new Shift { Weekday = day, From = "08:00", To = "17:00" }));
            one.Persons.Add(new Person { Id = "two", Name = { Drafts.Text("B. Example") } });
        }).Body.PointOfContact;
        contact.ReferenceNumber = ReferenceNumber.Create(
            $"X{int.Parse(state.Id.Value[^12..], null)}",
            2026,
            Guid.NewGuid().ToByteArray().AsSpan(0, ReferenceNumber.RandomBytesCount));
        contact.AuthoredAt = Released.ToTimestamp();
        contact.ReviewBy = Released.AddMonths(6).ToTimestamp();
        contact.Nomination = new Nomination
        {
            ReferenceNo = "note 1/26",
            Date = "2026-02-03",
            NominatingAuthority = "Foreign Ministry",
            Medium = "note-verbale",
        };
        return contact;
    }

    private static Channel Way(string id, string type, string value, int order) => new()
    {
        Id = id,
        Type = type,
        Value = value,
        PriorityOrder = order,
        Hours = "office",
    };
}
