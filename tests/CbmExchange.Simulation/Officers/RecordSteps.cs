using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Home;
using CbmExchange.Node.Publishing;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.Running;
using CbmExchange.Simulation.World;
using CbmExchange.Store;
using EntryKinds = CbmExchange.Domain.Release.EntryKinds;

namespace CbmExchange.Simulation.Officers;

/// <summary>
/// The commands of Node's desks, decided by Domain and signed by Envelopes; null where it was refused, which random
/// commands often are.
/// </summary>
internal sealed class RecordSteps(NodeRun run, HeldMessages held, Chance chance)
{
    private static readonly Nomination Nomination = new("note 1/26", "2026-02-03", "Ministry", "note-verbale");

    private readonly ReleaseSettings settings = SettingsOf(run, held);
    private readonly Policies policies = Policies.Default with { RecallWindow = run.World.Plan.RecallWindow };

    private readonly Contents contents = new(run.World, chance);
    private readonly Grants grants = new(run.World, chance);
    private readonly byte[] saltSecret = SHA256.HashData(Encoding.ASCII.GetBytes(run.Node.Participant.Value));

    private DateTimeOffset Now => run.Node.Clock.GetUtcNow();

    private NodeIdentity Self => run.Node.Identity;

    /// <summary>What a node knows besides the record when it releases.</summary>
    public static ReleaseSettings SettingsOf(NodeRun run, HeldMessages held) =>
        new(run.Node.Identity, new NodeSettings(), run.Tables.Participants, run.Tables.Records, held,
            new QuotedItems(held, null, run.Node.Clock), new NoExercises());

    /// <summary>A new record.</summary>
    public Step? Draft()
    {
        var type = chance.Of([
            RecordTypes.NationalDocument, RecordTypes.PointOfContact, RecordTypes.IncidentNotification, "advisory",
            "assistance-request"]);
        var header = new RecordHeader
        {
            Originator = Self.Participant,
            RecordId = new RecordId(chance.Id().ToString()),
            RecordType = type,
            SchemaVersion = ContentRules.SchemaVersion,
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var drafted = RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord { Actor = Actors.Author, Header = header, Content = contents.New(type) },
            Self, Policies.Default, Now, chance.Bytes(ReferenceNumber.RandomBytesCount));
        return Of(header.RecordId, RecordState.Empty, drafted);
    }

    /// <summary>The content written anew.</summary>
    public Step? Revise(RecordId id, RecordState state)
    {
        var type = state.Header!.RecordType;
        if (type is RecordTypes.Acknowledgement or RecordTypes.Response)
        {
            return null;
        }

        var content = state.Lost is null ? contents.Revised(type, state.Versions[^1].Content) : contents.New(type);
        return Of(id, state, RecordDecider.Revise(
            state,
            new ReviseRecord { Actor = Actors.Author, Content = content },
            Self, Policies.Default, Now));
    }

    /// <summary>Named (a contact) or handed to clearance.</summary>
    public Step? Submit(RecordId id, RecordState state)
    {
        var isUnnamed = state.Header!.RecordType == RecordTypes.PointOfContact && state.Nomination is null;
        return Of(id, state, isUnnamed
            ? RecordDecider.Nominate(
                state, new NominateContact { Actor = Actors.Nominator, Nomination = Nomination }, Now)
            : RecordDecider.Submit(state, new SubmitRecord { Actor = Actors.Author }, Self, Now));
    }

    /// <summary>Given back.</summary>
    public Step? Return(RecordId id, RecordState state) => Of(id, state, RecordDecider.Return(
        state, new ReturnRecord { Actor = Actors.Releaser, Reason = "Look again." }, Now));

    /// <summary>Given up.</summary>
    public Step? Abandon(RecordId id, RecordState state) =>
        Of(id, state, RecordDecider.Abandon(state, new AbandonRecord { Actor = Actors.Author }, Self, Now));

    /// <summary>Cleared, and signed once.</summary>
    public Step? Clear(RecordId id, RecordState state) => Of(id, state, Cleared(state, Actors.Releaser));

    /// <summary>Released to a random audience; a newer version now and then as a correction.</summary>
    public async Task<Step?> ReleaseAsync(RecordId id, RecordState state)
    {
        if (state.NewestCleared is not { } version)
        {
            return null;
        }

        var isReply = state.InReplyTo is not null;
        var command = new ReleaseRecord
        {
            Actor = Actors.Releaser,
            Grants = isReply ? [GrantTo(state.InReplyTo!.Originator)] : grants.Of(version.Content),
            Correction = !isReply && chance.OneIn(4) && !state.Given.IsEmpty
                ? new CorrectionReason("misidentified", "A number was wrong.")
                : null,
        };
        var setting = await settings.OfAsync(state, CancellationToken.None);
        var decided = RecordDecider.ReleaseOrSchedule(state, command, setting, policies, Now);
        return decided.Refusal is null ? Released(id, state, decided.Value.Events) : null;
    }

    /// <summary>A release that waits is taken back.</summary>
    public Step? Recall(RecordId id, RecordState state) =>
        Of(id, state, RecordDecider.Recall(state, new RecallRelease { Actor = Actors.Author }, Now));

    /// <summary>Fewer recipients from now on.</summary>
    public Step? Narrow(RecordId id, RecordState state)
    {
        if (state.Given.IsEmpty)
        {
            return null;
        }

        var decided = RecordDecider.Narrow(
            state,
            new NarrowRelease { Actor = Actors.Releaser, Participants = [chance.Of([.. state.Given.Keys])] }, Now);
        if (decided.Refusal is not null || decided.Value.IsEmpty)
        {
            return null;
        }

        var narrowed = (ReleaseNarrowed)decided.Value[0];
        return new Step(id, state, decided.Value, run.Tables.Entries.Of(state, narrowed));
    }

    /// <summary>Taken back; a contact is ended as often as it is withdrawn.</summary>
    public Step? Withdraw(RecordId id, RecordState state)
    {
        var decided = state.Header!.RecordType == RecordTypes.PointOfContact && chance.OneIn(2)
            ? RecordDecider.EndContact(
                state, new EndContact { Actor = Actors.Nominator, RemovalReference = "note 2/26" },
                Policies.Default, Now)
            : RecordDecider.Withdraw(
                state,
                new WithdrawRecord { Actor = Actors.Releaser, ReasonClass = "no-longer-valid", Request = "stop-using" },
                Now);
        if (decided.Refusal is not null)
        {
            return null;
        }

        var withdrawn = decided.Value.OfType<RecordWithdrawn>().FirstOrDefault();
        return new Step(id, state, decided.Value, withdrawn is null ? [] : run.Tables.Entries.Of(state, withdrawn));
    }

    /// <summary>A human confirms receipt: drafted, signed and released at once.</summary>
    public async Task<Step?> AcknowledgeAsync(ReceivedMessage message, RecordId id)
    {
        var drafted = ReplyDecider.Acknowledge(
            message, new AcknowledgeMessage(Actors.Duty, "Duty desk", "en", []), id,
            ImmutableHashSet<string>.Empty, Self, Policies.Default, Now,
            chance.Bytes(ReferenceNumber.RandomBytesCount));
        if (drafted.Refusal is not null)
        {
            return null;
        }

        var draft = RecordState.Fold(drafted.Value);
        var cleared = Cleared(draft, Actors.Duty);
        if (cleared.Refusal is not null)
        {
            return null;
        }

        var signed = cleared.Value.Aggregate(draft, (state, happened) => state.Apply(happened));
        var released = RecordDecider.Release(
            signed, new ReleaseRecord { Actor = Actors.Duty, Grants = [ReplyDecider.GrantTo(message)] },
            await settings.OfAsync(signed, CancellationToken.None), Policies.Default, Now);
        return released.Refusal is null && Released(id, signed, released.Value) is { } step
            ? step with { Before = RecordState.Empty, Events = [.. drafted.Value, .. cleared.Value, .. step.Events] }
            : null;
    }

    /// <summary>An answer is begun; it is cleared and released like any record.</summary>
    public Step? Respond(ReceivedMessage message)
    {
        var id = new RecordId(chance.Id().ToString());
        return Of(id, RecordState.Empty, ReplyDecider.Respond(
            message,
            new RespondToMessage(
                Actors.Author, "information", "en",
                [new TextView("en", $"Answer {run.World.Checks.NewToken()}", "authoritative")]),
            id, Self, Policies.Default, Now, chance.Bytes(ReferenceNumber.RandomBytesCount)));
    }

    /// <summary>One acknowledgement per message: its id is derived, as Node derives it.</summary>
    public RecordId AcknowledgementOf(ReceivedMessage message) => new(new Guid(HMACSHA256.HashData(
        saltSecret, Encoding.ASCII.GetBytes($"{message.Header.RecordId} {message.ContentHash}")).AsSpan(0, 16))
        .ToString());

    private static Step? Of(RecordId id, RecordState state, Outcome<ImmutableArray<IEvent>> decided) =>
        decided.Refusal is null ? new Step(id, state, decided.Value, []) : null;

    private static ReleaseGrant GrantTo(ParticipantId originator) => new(
        new Audience { Include = [AudienceMember.Participant(originator)] },
        Marking.Default(TlpLabels.AmberStrict), PartSelection.All);

    private PeerStreamId StreamTo(ParticipantId recipient) =>
        new(Self.Participant, recipient, run.Tables.Peers.Find(recipient).OwnGeneration);

    private Outcome<ImmutableArray<IEvent>> Cleared(RecordState state, Actor by)
    {
        var command = new ClearRecord { Actor = by };
        var prepared = RecordDecider.PrepareClear(state, command);
        if (prepared.Refusal is { } refusal)
        {
            return refusal;
        }

        var version = prepared.Value;
        var salts = new HmacSaltSource(saltSecret, chance.Bytes(HmacSaltSource.SecretBytes));
        var issued = StatementIssuer.Issue(version.Header, version.Content, salts, run.Node.Keys.Statement);
        var signed = new SignedVersion(
            issued.ContentHash, issued.Jwt,
            [.. issued.Disclosures.Select(one => new ClaimDisclosure(one.Path, one.Encoded))]);
        return RecordDecider.Clear(state, command, signed, Policies.Default, Now);
    }

    private Step? Released(RecordId id, RecordState state, ImmutableArray<IEvent> decided)
    {
        if (decided.OfType<RecordReleased>().SingleOrDefault() is not { } released)
        {
            return new Step(id, state, decided, []);
        }

        if (released.Recipients.IsEmpty)
        {
            return null;
        }

        var version = state.NewestCleared!;
        var given = run.World.Plan.Canary != Canary.GivesEveryPart ? released : released with
        {
            Recipients = [.. released.Recipients.Select(one => one with { Paths = ClaimPath.Of(version.Content) })],
        };
        return new Step(id, state, decided, run.Tables.Entries.Of(state, version, given));
    }
}
