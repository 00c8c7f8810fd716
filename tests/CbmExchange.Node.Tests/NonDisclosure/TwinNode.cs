using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// The way from a command to peer entries with the real rules, statements and entries; signer and clock are given, and
/// what production draws by chance (ids, secrets of versions) comes from the name of the step that needs it, so that a
/// step gives the same whatever else happened.
/// </summary>
internal sealed class TwinNode(TwinServing serving)
{
    public static readonly ParticipantId Xa = Id('a');
    public static readonly ParticipantId Observer = Id('b');
    public static readonly ParticipantId Xc = Id('c');
    public static readonly ParticipantId Xd = Id('d');
    public static readonly BodyId Body = new("00000000-0000-4000-8000-0000000000b0");

    private static readonly DateTimeOffset Long = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NodeIdentity Self = new(Xa, "XA", ParticipantKinds.State);
    private static readonly Actor Author = new(new OfficerId("author"), [Roles.PocOfficer]);
    private static readonly Actor Authority = new(new OfficerId("authority"), [Roles.ReleasingAuthority]);
    private static readonly Actor Nominator = new(new OfficerId("nominator"), [Roles.NominatingAuthority]);
    private static readonly Nomination Nomination =
        new("note 11-4/26", "2026-02-03", "Ministry of Foreign Affairs", "note-verbale");

    private static readonly byte[] NodeSecret = new byte[HmacSaltSource.SecretBytes];
    private static readonly FixedKey Key = new(KeyPurpose.Statement);

    private readonly EntryMaker entries = new(Self, new PeerStateTable());
    private readonly Dictionary<string, RecordState> records = [];
    private readonly Dictionary<ParticipantId, ImmutableHashSet<RecordId>> held = [];
    private ParticipantsState participants = Everyone();

    /// <summary>Streams of others that got an entry.</summary>
    public int EntriesToOthers { get; private set; }

    public static bool IsContact(string record) => record.StartsWith("contact", StringComparison.Ordinal);

    /// <summary>The id that a record of this name has.</summary>
    public static RecordId IdOf(string record) =>
        new(new Guid(Bytes("id of " + record).AsSpan(0, 16)).ToString("D"));

    public bool Exists(string record) => records.ContainsKey(record);

    public bool IsWithdrawn(string record) => records[record].Withdrawal is not null;

    public bool IsHeldByAnyone(string record) => !records[record].Given.IsEmpty;

    public bool IsHeldByObserver(string record) => records[record].Given.ContainsKey(Observer);

    /// <summary>Whether the newest cleared version is the one that the observer was given last.</summary>
    public bool IsNewestGivenToObserver(string record) =>
        records[record] is { NewestCleared.Signed: { } signed } state
        && state.Given.GetValueOrDefault(Observer)?.ContentHash == signed.ContentHash;

    /// <summary>The parts of a record that the observer was given last: of a list, its elements.</summary>
    public ImmutableArray<ClaimPath> GivenToObserver(string record)
    {
        var paths = records[record].Given.GetValueOrDefault(Observer)?.Paths ?? [];
        var lists = paths.Where(path => path.Element is not null).Select(path => path.Field).ToHashSet();
        return [.. paths.Where(path => path.Element is not null || !lists.Contains(path.Field))];
    }

    /// <summary>Writes and clears a version; begins the record if there is none.</summary>
    public void Write(string step, string record, JsonObject content, DateTimeOffset at, bool isCleared = true)
    {
        var state = records.GetValueOrDefault(record, RecordState.Empty);
        var read = TwinContents.Read(content);
        state = state.Header is null
            ? Begun(record, read, at)
            : Then(state, RecordDecider.Revise(
                state, new ReviseRecord { Actor = Author, Content = read }, Self, Policies.Default, at));
        if (isCleared)
        {
            state = Then(state, RecordDecider.Submit(state, new SubmitRecord { Actor = Author }, Self, at));
            var command = new ClearRecord { Actor = Authority };
            var version = RecordDecider.PrepareClear(state, command).Value;
            var issued = StatementIssuer.Issue(
                version.Header, version.Content, new HmacSaltSource(NodeSecret, Bytes(step)), Key);
            var signed = new SignedVersion(
                issued.ContentHash, issued.Jwt,
                [.. issued.Disclosures.Select(one => new ClaimDisclosure(one.Path, one.Encoded))]);
            state = Then(state, RecordDecider.Clear(state, command, signed, Policies.Default, at));
        }

        records[record] = state;
    }

    private static RecordState Begun(string record, RecordContent content, DateTimeOffset at)
    {
        var state = Then(RecordState.Empty, RecordDecider.Draft(
            RecordState.Empty, new DraftRecord { Actor = Author, Header = Header(record), Content = content }, Self,
            Policies.Default, at, Bytes(record)[..ReferenceNumber.RandomBytesCount]));
        return IsContact(record)
            ? Then(state, RecordDecider.Nominate(
                state, new NominateContact { Actor = Nominator, Nomination = Nomination }, at))
            : state;
    }

    /// <summary>Gives the working version up.</summary>
    public void Abandon(string record, DateTimeOffset at) => records[record] = Then(
        records[record],
        RecordDecider.Abandon(records[record], new AbandonRecord { Actor = Author }, Self, at));

    /// <summary>Releases the newest cleared version; refused releases leave nothing.</summary>
    public void Release(string record, DateTimeOffset at, bool isCorrection, params ImmutableArray<ReleaseGrant> grants)
    {
        var state = records[record];
        var command = new ReleaseRecord
        {
            Actor = Authority,
            Grants = grants,
            Correction = isCorrection ? new CorrectionReason("typo", "A word.") : null,
        };
        var outcome = RecordDecider.Release(state, command, Setting(), Policies.Default, at);
        if (outcome.Refusal is not null)
        {
            return;
        }

        var released = outcome.Value.OfType<RecordReleased>().Single();
        foreach (var recipient in released.Recipients)
        {
            held[recipient.Participant] =
                held.GetValueOrDefault(recipient.Participant, []).Add(state.Header!.RecordId);
        }

        Deliver(entries.Of(state, state.NewestCleared!, released));
        records[record] = Then(state, outcome);
    }

    /// <summary>Withdraws from everyone who ever received.</summary>
    public void Withdraw(string record, DateTimeOffset at)
    {
        var state = records[record];
        var command = new WithdrawRecord
        {
            Actor = Authority,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        };
        var outcome = RecordDecider.Withdraw(state, command, at);
        Deliver(entries.Of(state, outcome.Value.OfType<RecordWithdrawn>().Single()));
        records[record] = Then(state, outcome);
    }

    /// <summary>A membership of somebody else begins or ends.</summary>
    public void ChangeMembership(ParticipantId who, string status, DateTimeOffset at) => participants =
        participants.Apply(new MembershipChanged(Body, who, status, at, null, null, Authority.Id, at));

    private void Deliver(ImmutableArray<PeerAppend> appends)
    {
        foreach (var append in appends)
        {
            if (append.Stream.Recipient == Observer)
            {
                serving.Append(append.Entries);
            }
            else
            {
                EntriesToOthers += append.Entries.Length;
            }
        }
    }

    private ReleaseSetting Setting() => new()
    {
        Self = Xa,
        Participants = participants,
        Held = held.ToImmutableDictionary(),
    };

    private static string TypeOf(string record) =>
        IsContact(record) ? RecordTypes.PointOfContact
        : record.StartsWith("check", StringComparison.Ordinal) ? RecordTypes.CommunicationCheck
        : record.StartsWith("result", StringComparison.Ordinal) ? RecordTypes.CheckResult
        : RecordTypes.NationalDocument;

    private static RecordHeader Header(string record) => new()
    {
        Originator = Xa,
        RecordId = IdOf(record),
        RecordType = TypeOf(record),
        SchemaVersion = RecordSchemas.Version,
        Context = RecordCatalogue.Find(TypeOf(record))?.OnlyContext ?? "actual",
        Provenance = "self-declared",
        AuthoritativeLanguages = ["en"],
    };

    private static byte[] Bytes(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    private static RecordState Then(RecordState state, Outcome<ImmutableArray<IEvent>> outcome)
    {
        Assert.True(
            outcome.Refusal is null, $"{outcome.Refusal} {string.Join(", ", outcome.Refusal?.Faults ?? [])}");
        return outcome.Value.Aggregate(state, (next, happened) => next.Apply(happened));
    }

    private static ParticipantId Id(char last) => new($"00000000-0000-4000-8000-00000000000{last}");

    private static ParticipantsState Everyone()
    {
        var state = ParticipantsState.Empty.Apply(new BodyDefined(
            Body, "XO", [new LocalName("en", "Organisation XO")], "member", null, Authority.Id, Long));
        foreach (var (who, name) in new[] { (Xa, "XA"), (Observer, "XB"), (Xc, "XC"), (Xd, "XD") })
        {
            state = state
                .Apply(new ParticipantAdmitted(
                    who, name, ParticipantKinds.State, [new LocalName("en", name)], null, null,
                    ParticipantStatuses.Active, Authority.Id, Long))
                .Apply(new MembershipChanged(
                    Body, who, MembershipStatuses.Member, Long, null, null, Authority.Id, Long));
        }

        return state;
    }
}
