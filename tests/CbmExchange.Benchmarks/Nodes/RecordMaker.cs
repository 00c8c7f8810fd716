using System.Collections.Immutable;
using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection;
using DraftRecord = CbmExchange.Domain.Lifecycle.DraftRecord;
using ReleaseRecord = CbmExchange.Domain.Lifecycle.ReleaseRecord;

namespace CbmExchange.Benchmarks.Nodes;

/// <summary>
/// Fills a node's log with records: the events are those of the node's own deciders and signer, and only the commands
/// between them are left out, so that a hundred thousand events take seconds.
/// </summary>
/// <param name="services">The node whose officers, keys and participants are used.</param>
/// <param name="target">Where to append; the node's own store where none is given.</param>
internal sealed class RecordMaker(IServiceProvider services, IEventStore? target = null)
{
    private const int AppendsAtOnce = 256;

    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly NodeIdentity self = services.GetRequiredService<NodeIdentity>();
    private readonly RecordDesk desk = services.GetRequiredService<RecordDesk>();
    private readonly VersionSigner signer = services.GetRequiredService<VersionSigner>();
    private readonly ReleaseSettings settings = services.GetRequiredService<ReleaseSettings>();
    private readonly EntryMaker entries = services.GetRequiredService<EntryMaker>();
    private readonly ParticipantTable participants = services.GetRequiredService<ParticipantTable>();
    private readonly IEventStore store = target ?? services.GetRequiredService<IEventStore>();
    private readonly Actor author = BenchNode.CallOf(services, "author").Seat.ToActor();
    private readonly Actor authority = BenchNode.CallOf(services, "authority").Seat.ToActor();
    private readonly RecordContent content = WireBodies.Read(Drafts.Strategy().Body).Value.Content;

    /// <summary>Drafts, submits and signs records, durably; answers what to release.</summary>
    public Task<IReadOnlyList<RecordCommandReply>> ClearAsync(int count) => ManyAsync(count, async () =>
    {
        var (state, events) = Cleared();
        await AppendAsync(state, events, []).ConfigureAwait(false);
        return RecordReplies.Of(state, Time.GetUtcNow());
    });

    /// <summary>Drafts and submits records, durably; answers what to clear.</summary>
    public Task<IReadOnlyList<RecordCommandReply>> SubmitAsync(int count) => ManyAsync(count, async () =>
    {
        var (state, events) = Submitted();
        await AppendAsync(state, events, []).ConfigureAwait(false);
        return RecordReplies.Of(state, Time.GetUtcNow());
    });

    /// <summary>The whole way of records to their recipients: four events and one entry for each.</summary>
    public Task<IReadOnlyList<RecordCommandReply>> ReleaseAsync(int count, params string[] recipients) =>
        ManyAsync(count, async () =>
        {
            var (state, events) = Cleared();
            var released = await ReleasedAsync(state, recipients).ConfigureAwait(false);
            await AppendAsync(state, [.. events, released], entries.Of(state, state.NewestCleared!, released))
                .ConfigureAwait(false);
            return RecordReplies.Of(state, Time.GetUtcNow());
        });

    /// <summary>Decides a release without appending it.</summary>
    public async Task<RecordReleased> ReleasedAsync(RecordState state, params string[] recipients)
    {
        var now = Time.GetUtcNow();
        var grant = Drafts.To(recipients[0]);
        grant.Include.AddRange(recipients.Skip(1).Select(name => new AudienceMember { Participant = name }));
        var grants = new GrantReader(participants.State, now).Read([grant]).Value;
        var setting = await settings.OfAsync(state, CancellationToken.None).ConfigureAwait(false);
        var command = new ReleaseRecord { Actor = authority, Grants = grants };
        return RecordDecider.Release(state, command, setting, Policies.Default, now).Value
            .OfType<RecordReleased>().Single();
    }

    /// <summary>A cleared record as its state and the events that led there; nothing is appended.</summary>
    public (RecordState State, ImmutableArray<IEvent> Events) Cleared()
    {
        var (state, events) = Submitted();
        var cleared = desk.Clear(state, new ClearRecord { Actor = authority }, Time.GetUtcNow()).Value;
        return (After(state, cleared), [.. events, .. cleared]);
    }

    /// <summary>Signs a submitted version as clearance does; nothing is appended.</summary>
    public void Sign(RecordState submitted) =>
        signer.Sign(RecordDecider.PrepareClear(submitted, new ClearRecord { Actor = authority }).Value);

    /// <summary>A submitted record; nothing is appended.</summary>
    public (RecordState State, ImmutableArray<IEvent> Events) Submitted()
    {
        var now = Time.GetUtcNow();
        var draft = new DraftRecord { Actor = author, Header = Header(), Content = content };
        var drafted = RecordDecider.Draft(
            RecordState.Empty, draft, self, Policies.Default, now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount)).Value;
        var state = After(RecordState.Empty, drafted);
        var submitted = RecordDecider.Submit(state, new SubmitRecord { Actor = author }, self, now).Value;
        return (After(state, submitted), [.. drafted, .. submitted]);
    }

    private static RecordState After(RecordState state, ImmutableArray<IEvent> events) =>
        events.Aggregate(state, (before, happened) => before.Apply(happened));

    private RecordHeader Header() => new()
    {
        Originator = self.Participant,
        RecordId = new RecordId(Guid.NewGuid().ToString()),
        RecordType = RecordTypes.NationalDocument,
        SchemaVersion = ContentRules.SchemaVersion,
        Context = "actual",
        Provenance = "self-declared",
        AuthoritativeLanguages = ["en"],
    };

    private async Task AppendAsync(
        RecordState state, ImmutableArray<IEvent> events, ImmutableArray<PeerAppend> outgoing)
    {
        var result = await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Metadata = new AppendMetadata { CorrelationId = "bench", UserName = author.Id.Value },
            Streams =
            [
                new StreamAppend(OwnRecordTable.StreamOf(state.Header!.RecordId), default(StreamVersion), events),
            ],
            PeerEntries = outgoing,
        }).ConfigureAwait(false);
        if (result.Outcome != AppendOutcome.Appended)
        {
            throw new InvalidOperationException($"{result.Outcome}: {result.Sentence}");
        }
    }

    private static async Task<IReadOnlyList<RecordCommandReply>> ManyAsync(
        int count, Func<Task<RecordCommandReply>> one)
    {
        var replies = new RecordCommandReply[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AppendsAtOnce },
            async (index, _) => replies[index] = await one().ConfigureAwait(false)).ConfigureAwait(false);
        return replies;
    }
}
